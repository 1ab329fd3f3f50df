import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messyClusters, roomyClusters } from '../../../../test/arbitraries/clusters.ts';
import { aNode, anInstance, aPartition, aQuorum, NIGHT, seenOf } from '../../../../test/builders/fleet.ts';
import { aFlight, aSetting, inCycle, SETTINGS } from '../../../../test/builders/progress.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { gate } from './gate.ts';
import type { Instance, KafkaNode } from './node.ts';
import { known, type Seen, unknown } from './observation.ts';
import { type FinishedNode, NO_PROGRESS, type Progress } from './progress.ts';
import { INTENT_TAG } from './tags.ts';
import { parkedIds } from './track.ts';

const IDS = [1, 2, 3];
const NODES = IDS.map((id) => aNode(id, { controller: true }));
const ORDERS = aPartition(IDS);
const see = (change: Partial<Seen> = {}): Seen => seenOf(IDS, [ORDERS], change);
const decideOn = (
  seen: Seen,
  progress: Partial<Progress> = {},
  nodes: readonly KafkaNode[] = NODES,
): Decision => decide(seen, inCycle(progress), aSetting(nodes));

const withFirst = (first: Partial<Instance>, change: Partial<Seen> = {}): Seen =>
  see({ instances: IDS.map((id) => anInstance(id, id === 1 ? first : {})), ...change });

const finishedNode = (id: number): FinishedNode => ({
  node: aNode(id).name,
  by: 'earlier-run',
  times: {},
  underReplicatedPeak: 0,
});

describe('in a healthy cluster', () => {
  test('the cycle is opened first', () => {
    expect(decide(see(), NO_PROGRESS, aSetting(NODES))).toMatchObject({ kind: 'open' });
  });

  test('then enough good readings are waited for', () => {
    expect(decideOn(see(), { goodReadings: 2 })).toMatchObject({
      kind: 'wait',
      blockers: [{ kind: 'not-stable', readings: 2, wanted: 3 }],
    });
  });

  test('then the next node is stopped, and it is said what it leaves behind', () => {
    expect(decideOn(see())).toMatchObject({
      kind: 'stop',
      node: { name: 'broker-2' },
      because: 'its tightest partition orders-0 keeps 2 in-sync replicas (minimum 2)',
    });
  });

  test('a node without partitions may be stopped, too', () => {
    const seen = seenOf(IDS, [aPartition([1, 3], { topic: 'small' })], {
      minInSyncReplicas: known(new Map([['small', 1]])),
    });
    expect(decideOn(seen)).toMatchObject({
      kind: 'stop',
      node: { name: 'broker-2' },
      because: 'it holds no partition, and 2 of 3 voters stay in sync (a majority is 2)',
    });
  });

  test('the active controller comes last, and when leadership moves, another one does', () => {
    const finished = [finishedNode(2)];
    expect(decideOn(see(), { finished })).toMatchObject({ kind: 'stop', node: { name: 'broker-3' } });
    const moved = see({ quorum: known(aQuorum(3, IDS)) });
    expect(decideOn(moved, { finished })).toMatchObject({ kind: 'stop', node: { name: 'broker-1' } });
  });

  test('nothing is left to do when every node but the parked ones is finished', () => {
    const nodes = [...NODES, aNode(4, { parked: true })];
    expect(decideOn(see(), { finished: IDS.map(finishedNode) }, nodes)).toMatchObject({ kind: 'done' });
  });
});

describe('before anything is stopped', () => {
  test('whatever is stopped is started, even when something forbids every stop and Kafka does not answer', () => {
    const seen = withFirst({ state: 'stopped' }, { views: [], quorum: unknown('nobody answers') });
    const findings = [{ where: 'somewhere', what: 'wrong', fix: 'Mend it.' }];
    const setting = aSetting(NODES, { findings });
    expect(decide(seen, NO_PROGRESS, setting)).toMatchObject({
      kind: 'start',
      nodes: [{ name: 'broker-1' }],
    });
  });

  test('a parked node and one whose id two instances claim are not started', () => {
    const seen = withFirst({ state: 'stopped' });
    const parked = decideOn(seen, {}, [aNode(1, { parked: true }), ...NODES.slice(1)]);
    const claimed = decideOn(seen, {}, [...NODES, aNode(1, { name: aNode(9).name })]);
    expect([parked.kind, claimed.kind]).not.toContain('start');
  });

  test.each<[string, Seen, number]>([
    ['is stopping', withFirst({ state: 'stopping' }), SETTINGS.startTimeout],
    ['is pending', withFirst({ state: 'pending' }), SETTINGS.startTimeout],
    ['was terminated', withFirst({ state: 'terminated' }), SETTINGS.startTimeout],
    ['is not shown', see({ instances: [] }), SETTINGS.startTimeout],
  ])('an instance that %s is waited for, but not without end', (_, seen, limit) => {
    expect(decideOn(seen, { unwellSince: NIGHT - limit })).toMatchObject({ kind: 'wait' });
    expect(decideOn(seen, { unwellSince: NIGHT - limit - 1 })).toMatchObject({ kind: 'halt' });
  });

  test('findings halt the run once the cluster is well', () => {
    const findings = [{ where: 'node id 7', what: 'claimed twice', fix: 'Correct the tag.' }];
    expect(decide(see(), inCycle(), aSetting(NODES, { findings }))).toMatchObject({
      kind: 'halt',
      problems: findings,
    });
  });

  test.each<[string | undefined, Decision['kind']]>([
    [undefined, 'stop'],
    ['cluster-1', 'stop'],
    ['cluster-2', 'halt'],
  ])('the cluster is compared with the one that is meant: %s', (clusterId, kind) => {
    const settings = { ...SETTINGS, clusterId };
    expect(decide(see(), inCycle(), aSetting(NODES, { settings }))).toMatchObject({ kind });
  });

  test('what can never become safe is named', () => {
    const seen = seenOf(IDS, [ORDERS, aPartition([1], { topic: 'logs' })]);
    expect(decideOn(seen)).toMatchObject({ kind: 'halt', problems: [{ where: 'topic logs' }] });
  });
});

describe('an unwell cluster', () => {
  const seen = see({ quorum: unknown('no leader') });
  const launched = withFirst({ launchTime: NIGHT - 60_000 }, { quorum: unknown('no leader') });
  const tagged = withFirst({ tags: { [INTENT_TAG]: 'cycle-1/run-1/now' } }, { quorum: unknown('no leader') });

  test.each<[string, Seen, number, Decision['kind']]>([
    ['is waited for', seen, 0, 'wait'],
    ['is waited for a little', seen, 29_999, 'wait'],
    ['is not waited for longer', seen, 30_000, 'halt'],
    ['is waited for longer when a node was launched lately', launched, 30_000, 'wait'],
    ['is waited for longer when a stop was announced', tagged, 30_000, 'wait'],
    ['is not waited for without end', launched, SETTINGS.syncTimeout, 'halt'],
    ['is waited for when the clock was set back', seen, -3_600_000, 'wait'],
  ])('%s', (_, look, since, kind) => {
    expect(decideOn(look, { unwellSince: NIGHT - since })).toMatchObject({ kind });
  });

  test.each<[number, Decision['kind']]>([
    [2, 'wait'],
    [3, 'halt'],
  ])('is waited for when it was well in between, but not the third time: %d', (relapses, kind) => {
    expect(decideOn(seen, { relapses, unwellSince: NIGHT })).toMatchObject({ kind });
  });

  test('halts with every fact and what to do about it', () => {
    const decision = decideOn(see({ quorum: unknown('no leader') }), { unwellSince: 0 });
    expect(decision).toMatchObject({
      problems: [
        {
          where: 'the cluster',
          what: 'the quorum could not be read (no leader)',
          fix: expect.stringContaining('Describe'),
        },
      ],
    });
  });

  test('a topic that is deleted just now is waited for and halts nothing', () => {
    expect(decideOn(see({ minInSyncReplicas: known(new Map()) }))).toMatchObject({ kind: 'wait' });
  });
});

describe('over random clusters', () => {
  test('nothing is stopped while a node is in flight', () => {
    const phases = fc.constantFrom('stopping', 'leaving', 'starting', 'returning');
    const clusters = fc.oneof(roomyClusters, messyClusters);
    fc.assert(
      fc.property(clusters, phases, fc.nat(8), ({ nodes, seen }, phase, id) => {
        const flights = [aFlight(id, { phase })];
        expect(decide(seen, inCycle({ flights }), aSetting(nodes)).kind).not.toBe('stop');
      }),
    );
  });

  test('a healthy one with room for it is stopped node by node', () => {
    fc.assert(
      fc.property(roomyClusters, ({ nodes, seen }) => {
        fc.pre(seen.views.length > 0 && seen.views.every(({ partitions }) => partitions.length > 0));
        expect(decide(seen, inCycle(), aSetting(nodes)).kind).toBe('stop');
      }),
    );
  });

  test('nothing is stopped while anything keeps the cluster from being well', () => {
    fc.assert(
      fc.property(messyClusters, ({ nodes, seen }) => {
        fc.pre(gate(seen, nodes, parkedIds(nodes)).length > 0);
        expect(decide(seen, inCycle({ goodReadings: 99 }), aSetting(nodes)).kind).not.toBe('stop');
      }),
    );
  });

  test('nothing is stopped while an instance of another node does not run', () => {
    const states = fc.constantFrom(
      'pending',
      'stopping',
      'stopped',
      'shutting-down',
      'terminated',
      undefined,
    );
    fc.assert(
      fc.property(roomyClusters, fc.nat(8), states, ({ nodes, seen }, pick, state) => {
        const victim = nodes[pick % nodes.length]?.instance;
        const instances = seen.instances.flatMap((instance) => {
          if (instance.id !== victim) return [instance];
          return state === undefined ? [] : [{ ...instance, state }];
        });
        expect(decide({ ...seen, instances }, inCycle(), aSetting(nodes)).kind).not.toBe('stop');
      }),
    );
  });
});
