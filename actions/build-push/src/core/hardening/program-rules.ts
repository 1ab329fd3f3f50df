import type { FileNode } from './file-node.ts';
import type { PlacedNode } from './file-system.ts';
import { onLayers } from './on-layers.ts';
import type { Evidence, Finding, HardeningRule, Subject } from './rule.ts';

const VERSION = '(-?\\d[\\w.]*)?(\\.static|-static)?';

const SHELL = new RegExp(
  `^(sh|bash|dash|ash|ksh|mksh|pdksh|zsh|csh|tcsh|fish|yash|rbash|rksh|sash|elvish|xonsh|nu|pwsh|busybox|toybox)${VERSION}$`,
);

const PACKAGE_MANAGER = new RegExp(
  '^(apt|apt-get|apt-cache|aptitude|dpkg|dpkg-deb|apk|yum|dnf|microdnf|tdnf|rpm|zypper|pacman|opkg|snap|flatpak' +
    '|nix|nix-env|brew|pip|pipx|easy_install|conda|mamba|micromamba|poetry|uv|gem|cargo|composer|cpan' +
    `|npm|npx|yarn|yarnpkg|pnpm|pnpx|corepack|bun|bunx)${VERSION}$`,
);

/** Packages that are a package manager, however their programs are named. */
const MANAGER_PACKAGE =
  /\/node_modules\/(npm|pnpm|yarn|corepack)\/package\.json$|\/(site|dist)-packages\/(pip|conda|poetry)\/__main__\.py$/;

const BIN_FOLDER = /\/s?bin\/[^/]*$/;

/** The programs that an image has under such a name, or under a link of such a name that leads to one. */
function programs(
  { files }: Subject,
  { name, path, what }: { readonly name: RegExp; readonly path?: RegExp; readonly what: string },
): Evidence[] {
  const found: Evidence[] = [];
  for (const placed of files.all()) {
    const base = placed.path.slice(placed.path.lastIndexOf('/') + 1);
    const isNamed = name.test(base) && isProgram(placed, files.resolve(placed.path));
    if (!isNamed && path?.test(placed.path) !== true) continue;
    const { type, target, layer } = placed.node;
    const link = type === 'symlink' ? `, a link to ${target ?? ''}` : '';
    found.push({ what: `is ${what}${link}`, path: placed.path, layer });
  }
  return found;
}

/** Whether it can be started: by its mode, or by where it lies (another program can load what has no such mode). */
function isProgram({ path }: PlacedNode, led: FileNode | null): boolean {
  return led?.type === 'file' && ((led.mode & 0o111) !== 0 || BIN_FOLDER.test(path));
}

/** Rules on the programs that lie in an image. */
export const PROGRAM_RULES = {
  'no-shell': {
    title: 'has no shell',
    why: 'Whoever breaks into the application has nothing to go on with where no shell can be started.',
    judge: (subject): Finding =>
      onLayers(
        subject.image,
        programs(subject, { name: SHELL, what: 'a shell' }),
        'no shell is in its files',
      ),
  },
  'no-package-manager': {
    title: 'has no package manager',
    why: 'A package manager fetches and installs whatever an intruder wants, and nothing needs it at run time.',
    judge: (subject): Finding => {
      const what = 'a package manager';
      const found = programs(subject, { name: PACKAGE_MANAGER, path: MANAGER_PACKAGE, what });
      return onLayers(subject.image, found, 'no package manager is in its files');
    },
  },
} as const satisfies Readonly<Record<string, HardeningRule>>;
