/** How many characters of base64 do not depend on what stands before them, by the bytes before modulo 3. */
const FIRST_STABLE = [0, 2, 3] as const;

export interface Base64Form {
  /** Bytes that stand before the text in its group of three: 0, 1 or 2. */
  readonly before: number;
  /** The characters that are there whatever stands before and after the text. */
  readonly characters: string;
  /** Characters from the beginning of the group to these. */
  readonly offset: number;
}

/** The ways that a text looks in base64, by where in a group of three bytes it begins, and in either alphabet. */
export function base64Forms(text: string): Base64Form[] {
  return FIRST_STABLE.flatMap((offset, before) => {
    const whole = btoa('\0'.repeat(before) + text);
    const stable = Math.floor(((before + text.length) * 8) / 6);
    const characters = whole.slice(offset, stable);
    const inUrls = characters.replaceAll('+', '-').replaceAll('/', '_');
    return [...new Set([characters, inUrls])].map((each) => ({ before, offset, characters: each }));
  });
}

/** The bytes (as Latin-1) of the base64 that a text begins with; lines may be wrapped, and it may be cut anywhere. */
export function decodeBase64(text: string): string {
  const [run = ''] = /^[A-Za-z0-9+/_-]+(?:(?:\\[nr]|\s){1,4}[A-Za-z0-9+/_-]+)*/.exec(text) ?? [];
  const characters = run
    .replaceAll(/\\[nr]|\s/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  // One character alone, at the end of a text that is cut, is not even a byte.
  return atob(characters.length % 4 === 1 ? characters.slice(0, -1) : characters);
}
