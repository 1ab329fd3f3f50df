/** How programs say that a path is on a read-only file system (EROFS): Node.js; Python; Go and C. */
const COMPLAINTS = [
  /EROFS: [^\n]*?'(?<path>\/[^'\n]*)'/g,
  /Read-only file system: '(?<path>\/[^'\n]*)'/g,
  /(?<path>\/[^\s'":]+)['"]?: [Rr]ead-only file system/g,
];

/** The paths that a container complains of, once each. */
export function refusedPaths(output: string): string[] {
  const found = COMPLAINTS.flatMap((complaint) => [...output.matchAll(complaint)]);
  return [...new Set(found.map(({ groups }) => groups?.['path'] ?? ''))];
}

/** What `docker diff` lists as added or changed, without the folders that lead to it. */
export function changedPaths(diff: string): string[] {
  const paths = [...diff.matchAll(/^[AC] (?<path>\/.*)$/gm)].map(({ groups }) => groups?.['path'] ?? '');
  return paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)));
}
