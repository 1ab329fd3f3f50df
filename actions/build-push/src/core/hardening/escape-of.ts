import type { LayerEntry } from '../../../../../lib/core/image-contents.ts';
import { entryPath } from './entry-path.ts';
import type { FileSystem } from './file-system.ts';

/** How a name or a link points out of the root, where a careless engine would write; undefined when it does not. */
export function escapeOf(entry: LayerEntry, files: FileSystem): string | undefined {
  const { name, type } = entry;
  const target = entry.target ?? '';
  const { parts, leaves } = entryPath(name);
  if (leaves) return 'is named so that it leaves the root';
  if (isOdd(name + target)) return 'has a name that is no text';
  if (type === 'hard-link') return hardLinkEscape(target, files);
  if (type !== 'symlink') return undefined;
  if (target.split('/').length > LONGEST_WAY) return 'is a link that is too long to be followed';
  return climbsOut(parts, target) ? 'is a link out of the root' : undefined;
}

/** Parts of a link's target. As many links as Linux follows, each that long, can all be followed here. */
const LONGEST_WAY = 100;

function hardLinkEscape(target: string, files: FileSystem): string | undefined {
  const { parts, leaves } = entryPath(target);
  if (leaves) return 'is a hard link out of the root';
  const folder = files.resolve(parts.slice(0, -1).join('/'));
  return folder?.children.has(parts.at(-1) ?? '') === true ? undefined : 'is a hard link to nothing';
}

/** Whether a relative target has more `..` than folders above the link. */
function climbsOut(link: readonly string[], target: string): boolean {
  return !target.startsWith('/') && entryPath([...link.slice(0, -1), target].join('/')).leaves;
}

/** Control characters, or bytes that are not UTF-8: two names could be shown, or taken, as one. */
const isOdd = (name: string): boolean => /[\p{Cc}\uFFFD]/u.test(name);
