import type { Digest } from '../../../../lib/core/image-reference.ts';

/** Something that made an environment take an image. */
export interface HistoryEntry {
  readonly kind: 'promoted' | 'rolled-back';
  readonly digest: Digest;
}

/**
 * The image that an environment took before the one that it takes now. A promotion lays an image on top of the others,
 * and a rollback takes away all above the one that it goes to: so a second rollback goes further back, and not forward
 * to what was just left. `history` from the oldest to the newest; its end may not have come to pass, where a run was cut
 * off before the environment's tag moved.
 */
export function imageBefore(now: Digest, history: readonly HistoryEntry[]): Digest | undefined {
  for (let length = history.length; length > 0; length -= 1) {
    const pile = pileAfter(history.slice(0, length));
    if (pile.at(-1) === now) return pile.at(-2);
  }
  return undefined;
}

function pileAfter(history: readonly HistoryEntry[]): readonly Digest[] {
  const pile: Digest[] = [];
  for (const { kind, digest } of history) {
    const at = kind === 'rolled-back' ? pile.lastIndexOf(digest) : -1;
    if (at >= 0) pile.length = at + 1;
    else if (pile.at(-1) !== digest) pile.push(digest);
  }
  return pile;
}
