import { describe, expect, test } from '@jest/globals';
import { aNode, anInstance, NIGHT, seenOf } from '../../../../test/builders/fleet.ts';
import { aFlight, aSetting, inCycle, SETTINGS } from '../../../../test/builders/progress.ts';
import { decideRecovery, endRecovery, stoppedNodes } from './decide-recovery.ts';
import type { Decision, Settings } from './decision.ts';
import { type Instance, instanceId, nodeName } from './node.ts';
import type { Seen } from './observation.ts';
import type { Progress } from './progress.ts';
import { INTENT_TAG, PARKED_TAG } from './tags.ts';

const IDS = [1, 2, 3];
const NODES = IDS.map((id) => aNode(id));
const withFirst = (first: Partial<Instance>): Seen =>
  seenOf(IDS, [], { instances: IDS.map((id) => anInstance(id, id === 1 ? first : {})) });
const decideOn = (seen: Seen, settings: Partial<Settings> = {}, progress: Partial<Progress> = {}) =>
  decideRecovery(seen, inCycle(progress), aSetting(NODES, { settings: { ...SETTINGS, ...settings } }));
const kindOf = (decision: Decision | undefined): Decision['kind'] | undefined => decision?.kind;

test('nothing is to be done where every instance runs', () => {
  expect(decideOn(withFirst({}))).toBeUndefined();
});

test('all that are stopped are started together', () => {
  const seen = seenOf(IDS, [], {
    instances: IDS.map((id) => anInstance(id, id === 2 ? { state: 'pending' } : { state: 'stopped' })),
  });
  expect(decideOn(seen)).toMatchObject({
    kind: 'start',
    nodes: [{ name: 'broker-1' }, { name: 'broker-3' }],
    because: 'whatever is stopped is started before anything else',
  });
});

test('a node in flight is stopped on purpose', () => {
  const seen = seenOf(IDS, [], { instances: IDS.map((id) => anInstance(id, { state: 'stopped' })) });
  const flights = [aFlight(2, { node: aNode(2) })];
  expect(stoppedNodes(seen, inCycle({ flights }), aSetting(NODES)).map(({ id }) => id)).toEqual([1, 3]);
});

describe('whose stopped nodes are started', () => {
  const stopped = withFirst({ state: 'stopped' });
  const tagged = withFirst({ state: 'stopped', tags: { [INTENT_TAG]: 'cycle-1/run-1/now' } });
  const announced = { announced: new Set([nodeName('broker-1')]) };
  const others = { announced: new Set([nodeName('broker-2')]) };

  test.each<[Settings['recover'], string, Seen, Partial<Progress>, Decision['kind'] | undefined]>([
    ['all', 'nobody announced its stop', stopped, {}, 'start'],
    ['none', 'its tag announces its stop', tagged, announced, undefined],
    ['ours', 'nobody announced its stop', stopped, others, undefined],
    ['ours', 'its tag announces its stop', tagged, {}, 'start'],
    ['ours', 'the ledger announces its stop', stopped, announced, 'start'],
  ])('recover: %s, and %s', (recover, _, seen, progress, kind) => {
    expect(kindOf(decideOn(seen, { recover }, progress))).toBe(kind);
  });

  test('one whose instance is not shown may be ours', () => {
    const seen = seenOf(IDS, [], { instances: [2, 3].map((id) => anInstance(id)) });
    expect(decideOn(seen, { recover: 'ours' })).toMatchObject({
      kind: 'wait',
      blockers: [{ kind: 'instance-missing', node: 'broker-1' }],
    });
    expect(decideOn(seen, { recover: 'none' })).toBeUndefined();
  });
});

describe('an instance that changes its state', () => {
  test.each([
    ['stopping', 'stopped'],
    ['pending', 'running'],
    ['shutting-down', 'running'],
  ] as const)('%s is waited for until it is %s', (state, wanted) => {
    expect(decideOn(withFirst({ state }))).toEqual({
      kind: 'wait',
      blockers: [{ kind: 'instance-state', node: 'broker-1', state, wanted }],
      because: 'for an instance that is changing its state',
    });
  });

  test.each([
    [60_000, 120_000],
    [120_000, 60_000],
  ])('no longer than the longer of start-timeout %d and stop-timeout %d', (startTimeout, stopTimeout) => {
    const after = (waited: number) =>
      decideOn(
        withFirst({ state: 'pending' }),
        { startTimeout, stopTimeout },
        { unwellSince: NIGHT - waited },
      );
    expect(kindOf(after(120_000))).toBe('wait');
    expect(after(120_001)).toMatchObject({
      kind: 'halt',
      problems: [{ where: 'broker-1' }],
      because: 'an instance does not come to rest',
    });
  });
});

describe('the end of a run that only recovers', () => {
  const finding = { where: 'node id 1', what: 'two instances claim it', fix: 'Correct a tag.' };
  const rivals = [aNode(1), aNode(1, { instance: instanceId('i-9') }), aNode(2)];
  const second = (rest: Partial<Instance>): Instance => anInstance(2, { id: instanceId('i-9'), ...rest });
  const endOn = (instances: readonly Instance[], findings = [finding]): Decision =>
    endRecovery(seenOf([1, 2], [], { instances }), aSetting(rivals, { findings }));

  test.each<[string, Decision, Decision['kind']]>([
    [
      'two stopped rivals',
      endOn([anInstance(1, { state: 'stopped' }), second({ state: 'stopped' })]),
      'halt',
    ],
    ['a stopped rival', endOn([anInstance(1), second({ state: 'stopped' })]), 'halt'],
    ['a rival that stops', endOn([anInstance(1), second({ state: 'stopping' })]), 'halt'],
    ['rivals that run', endOn([anInstance(1), second({})]), 'done'],
    ['a rival that is gone', endOn([anInstance(1), second({ state: 'terminated' })]), 'done'],
    ['no finding', endOn([anInstance(1), second({ state: 'stopped' })], []), 'done'],
    ['a node that recover spares', endOn([anInstance(2, { state: 'stopped' })]), 'done'],
    [
      'a parked rival',
      endOn([anInstance(1), second({ state: 'stopped', tags: { [PARKED_TAG]: 'true' } })]),
      'done',
    ],
    [
      'a rival that may be parked',
      endOn([anInstance(1), second({ state: 'stopped', tags: { [PARKED_TAG]: 'yes' } })]),
      'halt',
    ],
  ])('with %s', (_, decision, kind) => {
    expect(decision.kind).toBe(kind);
  });

  test('names what forbids the start', () => {
    expect(endOn([second({ state: 'stopped' })])).toMatchObject({
      problems: [finding],
      because: 'a node is down that may not be started',
    });
  });
});
