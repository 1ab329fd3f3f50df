import { expect, test } from '@jest/globals';
import { aNode, anInstance, aPartition, NIGHT, seenOf } from '../../../../test/builders/fleet.ts';
import { aSetting, inCycle, SETTINGS } from '../../../../test/builders/progress.ts';
import { decideHealth } from './decide-health.ts';
import type { Decision } from './decision.ts';
import type { Instance } from './node.ts';
import type { Progress } from './progress.ts';

const IDS = [1, 2, 3];
const NODES = IDS.map((id) => aNode(id));
const FINDING = { where: 'node id 7', what: 'claimed twice', fix: 'Correct the tag.' };
const SETTLES_WITHIN = 30_000;

/** A replica is missing, and has been for `since` milliseconds. */
function unwell(
  since: number,
  first: Partial<Instance> = {},
  progress: Partial<Progress> = {},
): Decision | undefined {
  const instances = IDS.map((id) => anInstance(id, id === 1 ? first : {}));
  const seen = seenOf(IDS, [aPartition(IDS, { isr: [1, 2] })], { instances });
  const setting = aSetting(NODES, { findings: [FINDING] });
  return decideHealth(seen, inCycle({ unwellSince: NIGHT - since, ...progress }), setting);
}

test('what was found wrong besides is said with what makes the cluster unwell', () => {
  expect(unwell(SETTLES_WITHIN)).toMatchObject({
    kind: 'halt',
    problems: [FINDING, { what: expect.stringContaining('orders') }],
  });
});

test.each([
  [SETTINGS.syncTimeout - 1, 'wait'],
  [SETTINGS.syncTimeout, 'halt'],
])('an instance that was launched %d ms ago decides whether more patience is due: %s', (age, kind) => {
  expect(unwell(SETTLES_WITHIN, { launchTime: NIGHT - age })?.kind).toBe(kind);
});

test('one that falls ill again and again halts at once, with all that is wrong', () => {
  expect(unwell(0, {}, { relapses: 3 })).toMatchObject({
    kind: 'halt',
    problems: [FINDING, { what: expect.stringContaining('fell ill again 3 times') }],
  });
  expect(unwell(0, {}, { relapses: 2 })?.kind).toBe('wait');
});

test('an instance that EC2 does not show as running is no well one, though its broker answers', () => {
  const seen = seenOf(IDS, [aPartition(IDS)], { instances: [2, 3].map((id) => anInstance(id)) });
  expect(decideHealth(seen, inCycle({}), aSetting(NODES))).toMatchObject({
    kind: 'wait',
    blockers: [{ kind: 'instance-missing', node: 'broker-1' }],
  });
});
