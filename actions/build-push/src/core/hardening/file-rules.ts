import { pathOf } from './entry-path.ts';
import { escapeOf } from './escape-of.ts';
import type { FileNode } from './file-node.ts';
import { onLayers } from './on-layers.ts';
import type { Evidence, Finding, HardeningRule, Subject } from './rule.ts';

/** Folders that everybody may write to by tradition, as long as the sticky bit keeps people's files apart. */
const SHARED_FOLDERS = new Set(['/tmp', '/var/tmp', '/dev/shm', '/run/lock', '/var/lock']);

function where(subject: Subject, told: (node: FileNode, path: string) => string | undefined): Evidence[] {
  const found: Evidence[] = [];
  for (const { path, node } of subject.files.all()) {
    const what = told(node, path);
    if (what !== undefined) found.push({ what, path, layer: node.layer });
  }
  return found;
}

function raised({ type, mode }: FileNode): string | undefined {
  // On a folder the bit only says which group new files get.
  if (type !== 'file') return undefined;
  if ((mode & 0o4000) !== 0) return `runs as its owner (setuid, mode ${octal(mode)})`;
  return (mode & 0o2000) === 0 ? undefined : `runs as its group (setgid, mode ${octal(mode)})`;
}

function open({ type, mode }: FileNode, path: string): string | undefined {
  if ((mode & 0o002) === 0 || (type !== 'file' && type !== 'directory')) return undefined;
  if (type === 'directory' && (mode & 0o1000) !== 0 && SHARED_FOLDERS.has(path)) return undefined;
  return `can be written by everybody (mode ${octal(mode)})`;
}

const octal = (mode: number): string => `0${(mode & 0o7777).toString(8)}`;

/** Rules on the files of an image and their attributes. */
export const FILE_RULES = {
  'no-setuid': {
    title: 'has no setuid or setgid files',
    why: 'Such a file runs with the rights of its owner, which is a way from the application to root.',
    judge: (subject): Finding => onLayers(subject.image, where(subject, raised), 'no file has such a bit'),
  },
  'no-capabilities': {
    title: 'has no files with capabilities',
    why: 'A capability on a file gives rights of root to whoever starts it.',
    judge: (subject): Finding => {
      const told = ({ capabilities }: FileNode): string | undefined =>
        capabilities ? 'has file capabilities' : undefined;
      return onLayers(subject.image, where(subject, told), 'no file has capabilities');
    },
  },
  'no-world-writable': {
    title: 'has nothing that everybody may write',
    why: 'What everybody may write, an intruder can replace; only /tmp and its like are made for it.',
    judge: (subject): Finding =>
      onLayers(subject.image, where(subject, open), 'nothing is open to everybody'),
  },
  'no-devices': {
    title: 'has no device files',
    why: 'A device file reaches past the file system to the machine; the engine makes those that are needed.',
    judge: (subject): Finding => {
      const told = ({ type }: FileNode): string | undefined =>
        type === 'device' ? 'is a device file' : undefined;
      return onLayers(subject.image, where(subject, told), 'no file is a device');
    },
  },
  'no-way-out': {
    title: 'has no names or links that leave the root',
    why: 'Unpacked by a careless tool they overwrite or read files of the machine.',
    judge: ({ image, files }): Finding => {
      const evidence = image.layers.flatMap(({ entries }, layer) =>
        entries.flatMap((entry): Evidence[] => {
          const what = escapeOf(entry, files);
          return what === undefined ? [] : [{ what, path: pathOf(entry), layer }];
        }),
      );
      return onLayers(image, evidence, 'all names and links stay inside');
    },
  },
} as const satisfies Readonly<Record<string, HardeningRule>>;
