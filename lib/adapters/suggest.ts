import { distance } from 'fastest-levenshtein';

/** The known word that a mistyped one was probably meant to be; undefined when none is near. */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  const farthest = word.length > 4 ? 2 : 1;
  const near = [...known]
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ edits }) => edits <= farthest)
    .sort((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1));
  return near[0]?.candidate;
}
