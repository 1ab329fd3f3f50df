import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { digestOf } from '../../../../test/builders/oci-image.ts';
import type { Digest } from '../../../../lib/core/image-reference.ts';
import { type HistoryEntry, imageBefore } from './environment-history.ts';

/** `A` is promoted, `a` is gone back to. */
const historyOf = (letters: string): HistoryEntry[] =>
  letters.split(',').map((letter) => ({
    kind: letter === letter.toUpperCase() ? 'promoted' : 'rolled-back',
    digest: imageOf(letter),
  }));

const imageOf = (letter: string): Digest => digestOf(letter.toUpperCase());

test.each([
  ['A,B', 'B', 'A'],
  ['A,B,C,b', 'B', 'A'],
  ['A,B,C,b,a', 'A', undefined],
  ['A,B,a', 'A', undefined],
  ['A,B,a,C', 'C', 'A'],
  ['A,B,a,B', 'B', 'A'],
  ['A,B,A', 'A', 'B'],
  ['A,A,B', 'B', 'A'],
  ['A,B,B', 'B', 'A'],
  ['A,B,C,a', 'A', undefined],
  // The last entry is a marker whose run was cut off before the environment's tag moved.
  ['A,B,C', 'B', 'A'],
  ['A,B,C,b', 'C', 'B'],
  ['A', 'A', undefined],
  ['A,B', 'X', undefined],
])('after %s it takes %s, and before that it took %s', (letters, now, before) => {
  expect(imageBefore(imageOf(now), historyOf(letters))).toBe(before && imageOf(before));
});

test('one rollback after the other goes through all that was promoted, from the last to the first', () => {
  const letters = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D', 'E'), { minLength: 2 });
  fc.assert(
    fc.property(letters, (promoted) => {
      let history = promoted.join(',');
      for (const [at, wanted] of promoted.slice(0, -1).toReversed().entries()) {
        const now = promoted.at(-1 - at) ?? '';
        expect(imageBefore(imageOf(now), historyOf(history))).toBe(imageOf(wanted));
        history += `,${wanted.toLowerCase()}`;
      }
      expect(imageBefore(imageOf(promoted[0] ?? ''), historyOf(history))).toBeUndefined();
    }),
  );
});
