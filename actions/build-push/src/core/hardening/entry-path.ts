/** Where a name of an archive leads inside of the image's root, part by part; and whether it tried to leave it. */
export interface EntryPath {
  readonly parts: readonly string[];
  readonly leaves: boolean;
}

/** `./usr//bin/../lib` is usr, lib. What climbs above the root stays in it, as engines have it. */
export function entryPath(name: string): EntryPath {
  const parts: string[] = [];
  let leaves = false;
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) leaves = true;
  }
  return { parts, leaves };
}

/** `/usr/lib` */
export const pathOf = ({ name }: { readonly name: string }): string => `/${entryPath(name).parts.join('/')}`;
