import { expect, test } from '@jest/globals';
import { NO_ALLOWANCES } from '../../../../test/builders/allowances.ts';
import { aZooKeeper } from '../../../../test/builders/ensemble.ts';
import { aNode, aPartition, downIds, seenOf } from '../../../../test/builders/fleet.ts';
import { isHopeless } from './safety.ts';

const IDS = [1, 2, 3];
const RULES = { down: downIds(), parked: downIds(), allowances: NO_ALLOWANCES };

test('a broker is hopeless when a partition has nothing to spare; a ZooKeeper server with its id has no partition', () => {
  const tight = seenOf(IDS, [aPartition([1, 2], { isr: [1] })]);
  expect(isHopeless(aNode(1), tight, RULES)).toBe(true);
  expect(isHopeless(aZooKeeper(1), tight, RULES)).toBe(false);
  expect(isHopeless(aNode(1), seenOf(IDS, [aPartition(IDS)]), RULES)).toBe(false);
});
