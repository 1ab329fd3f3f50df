import { parseTag, type Tag } from '../../../../lib/core/image-reference.ts';
import { type InputReader, splitList } from '../../../../lib/core/read-inputs.ts';

export const read = <T>(
  allowed: string,
  absent: T,
  parse: (given: string) => T | undefined,
): InputReader<T> => ({
  allowed,
  absent: { value: absent },
  read: parse,
});

/** One `name=value` a line. */
export const pairs = (allowed: string, name: RegExp): InputReader<Readonly<Record<string, string>>> =>
  read(`${allowed}, one name=value a line`, {}, (given) => {
    const lines = given.split('\n').map((line) => line.trim());
    const found = lines.filter((line) => line !== '').map((line) => /^([^=]+)=(.*)$/.exec(line));
    const all = found.map((match) => ({ name: match?.[1] ?? '', value: match?.[2] ?? '' }));
    const isFine = all.every((each) => name.test(each.name) && !hasControl(each.value));
    const isOnce = new Set(all.map((each) => each.name)).size === all.length;
    return isFine && isOnce ? Object.fromEntries(all.map((each) => [each.name, each.value])) : undefined;
  });

// eslint-disable-next-line no-control-regex -- they are what must not be there
const hasControl = (given: string): boolean => /[\u0000-\u001f\u007f]/.test(given);

export const tags: InputReader<readonly Tag[]> = read('tags, parted by commas or line ends', [], (given) => {
  const read = splitList(given).map(parseTag);
  return read.some((tag) => tag === undefined || isOurs(tag)) ? undefined : (read as Tag[]);
});

/** Tags that this action writes itself, and whose meaning others rely on. */
const isOurs = (tag: string): boolean =>
  /^(?:c-[\da-f]{64}|env-.*|promoted-.*|built-.*|sha256-[\da-f]{64})$/.test(tag);

export const relative = (absent: string): InputReader<string> =>
  read('a path within the workspace', absent, (given) => (hasControl(given) ? undefined : given));
