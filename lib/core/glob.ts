/**
 * Whether a name matches a pattern in which `*` stands for any characters and `?` for one. Patterns come from files that
 * nobody has reviewed yet, so this takes no longer than pattern times name, as a regular expression may.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  let [at, from] = [0, 0];
  let star: { readonly after: number; taken: number } | undefined;
  while (from < name.length) {
    if (pattern[at] === '*') {
      at += 1;
      star = { after: at, taken: from };
    } else if (pattern[at] === '?' || pattern[at] === name[from]) {
      at += 1;
      from += 1;
    } else if (star === undefined) return false;
    else {
      // The last star takes one more character; no earlier one ever has to.
      star.taken += 1;
      [at, from] = [star.after, star.taken];
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
