import { describe, expect, test } from '@jest/globals';
import { aNode, aPartition, aQuorum, seenOf } from '../../../../test/builders/fleet.ts';
import { aSetting, SETTINGS } from '../../../../test/builders/progress.ts';
import { type Bound, lowerBounds } from './lower-bound.ts';
import type { KafkaNode } from './node.ts';
import { known } from './observation.ts';

const IDS = [1, 2, 3, 4, 5, 6, 7];
const NODES = IDS.map((id) => aNode(id));
const SEEN = seenOf(IDS, [aPartition([1, 2, 3])], { quorum: known(aQuorum(101, [101, 102, 103])) });
/** Three readings, one second apart, prove a node back. */
const PROOF = 2_000;

function boundsOf(width: number, lasts: (node: KafkaNode) => number): Bound[] {
  const settings = { ...SETTINGS, maxUnavailable: { nodes: width } };
  return lowerBounds(SEEN, aSetting(NODES, { settings }), lasts);
}

describe('the least time of seven nodes', () => {
  const alike = (): number => 60_000;

  test.each([
    [1, 7 * (60_000 + PROOF)],
    [2, 4 * (60_000 + PROOF)],
    [3, 3 * (60_000 + PROOF)],
    [6, 2 * (60_000 + PROOF)],
    [7, 60_000 + PROOF],
  ])('%d at once: some slot of the window has %d ms of them', (width, lasts) => {
    expect(boundsOf(width, alike).find(({ kind }) => kind === 'width')).toEqual({
      kind: 'width',
      width,
      work: (7 * (60_000 + PROOF)) / width,
      lasts,
    });
  });

  test('with one long restart: all together, and no less than itself', () => {
    const lasts = ({ id }: KafkaNode): number => (id === 4 ? 500_000 : 60_000);
    const widthBound = (width: number): number | undefined =>
      boundsOf(width, lasts).find(({ kind }) => kind === 'width')?.lasts;
    expect(widthBound(7)).toBe(500_000 + PROOF);
    expect(widthBound(1)).toBe(860_000 + 7 * PROOF);
  });

  test('the brokers of a partition that spares one replica go one after another', () => {
    expect(boundsOf(7, alike)[0]).toMatchObject({ kind: 'partition', lasts: 3 * (60_000 + PROOF) });
  });
});
