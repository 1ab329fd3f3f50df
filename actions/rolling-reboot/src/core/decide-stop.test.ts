import { describe, expect, test } from '@jest/globals';
import { aNode, aPartition, aQuorum, NIGHT, seenOf } from '../../../../test/builders/fleet.ts';
import { aCycle, aFlight, aSetting, inCycle, SETTINGS } from '../../../../test/builders/progress.ts';
import { decideStop } from './decide-stop.ts';
import type { Decision, Setting, Settings } from './decision.ts';
import { type KafkaNode, nodeName } from './node.ts';
import { known, type Partition, type Seen, unknown } from './observation.ts';
import type { FinishedNode, Progress } from './progress.ts';
import { ASSUMED, type MeasuredSteps } from './step-model.ts';

/** 1 to 3 vote, and 1 leads them; 4 and 5 are brokers only. */
const NODES = [1, 2, 3, 4, 5].map((id) => aNode(id, { controller: id <= 3 }));
const IDS = NODES.map(({ id }) => id);
const QUORUM = known(aQuorum(1, [1, 2, 3]));
const see = (partitions: readonly Partition[], change: Partial<Seen> = {}): Seen =>
  seenOf(IDS, partitions, { quorum: QUORUM, ...change });
const EMPTY = see([]);

const decideOn = (
  seen: Seen,
  progress: Partial<Progress> = {},
  setting: Setting = aSetting(NODES),
): Decision => decideStop(seen, { ...inCycle(progress), cycle: aCycle(progress.cycle) }, setting);
const withSettings = (change: Partial<Settings>, nodes: readonly KafkaNode[] = NODES): Setting =>
  aSetting(nodes, { settings: { ...SETTINGS, ...change } });
const nextOf = (decision: Decision): string =>
  decision.kind === 'stop' ? decision.node.name : decision.kind;

const finished = (...ids: readonly number[]): Pick<Progress, 'finished'> => ({
  finished: ids.map((id): FinishedNode => ({
    node: aNode(id).name,
    by: 'earlier-run',
    times: {},
    underReplicatedPeak: 0,
  })),
});

describe('who is left to restart', () => {
  test('those that the cycle chose, whatever is selected now, but for the parked and the finished ones', () => {
    const cycle = aCycle({ selected: new Set([nodeName('broker-2'), nodeName('broker-5')]) });
    expect(nextOf(decideOn(EMPTY, { cycle }, aSetting(NODES, { selected: new Set() })))).toBe('broker-5');
    expect(nextOf(decideOn(EMPTY, { cycle, ...finished(5) }))).toBe('broker-2');
    const parked = NODES.map((node) => ({ ...node, parked: node.id === 5 }));
    expect(nextOf(decideOn(EMPTY, { cycle }, aSetting(parked)))).toBe('broker-2');
  });

  test('nobody is stopped twice', () => {
    const cycle = aCycle({ selected: new Set([nodeName('broker-5')]) });
    expect(decideOn(EMPTY, { cycle, flights: [aFlight(5, { node: aNode(5) })] })).toEqual({
      kind: 'done',
      because: 'every node of this cycle was restarted',
    });
  });

  test('nobody when a stop was announced and not made three times', () => {
    const dropped = (times: number): Decision =>
      decideOn(EMPTY, { drops: new Map([[nodeName('broker-4'), { times, reason: 'it is slow' }]]) });
    expect(dropped(2)).toMatchObject({ kind: 'stop' });
    expect(dropped(3)).toMatchObject({
      kind: 'halt',
      problems: [{ where: 'broker-4', what: 'its stop was announced 3 times and never made: it is slow' }],
    });
  });

  test('nobody when there is no time left', () => {
    expect(decideOn(EMPTY, {}, withSettings({ beganAt: NIGHT - 60_000, endsAt: NIGHT + 1 }))).toMatchObject({
      kind: 'pause',
      because: expect.stringContaining('time-budget'),
    });
  });

  test('nobody before the cluster was well often enough', () => {
    expect(decideOn(EMPTY, { goodReadings: 2 })).toEqual({
      kind: 'wait',
      blockers: [{ kind: 'not-stable', readings: 2, wanted: 3 }],
      because: 'for readings of a well cluster before the next stop',
    });
    expect(nextOf(decideOn(EMPTY, { goodReadings: 3 }))).toBe('broker-4');
  });
});

describe('who comes next', () => {
  test.each<[string, number[], number[], string]>([
    ['brokers that do not vote', [], [], 'broker-4'],
    ['a voter once they are done', [4, 5], [], 'broker-2'],
    ['a voter while a broker is in flight', [4], [5], 'broker-2'],
    ['no voter while another one is in flight', [4, 5], [2], 'wait'],
    ['but a broker while a voter is in flight', [4], [2], 'broker-5'],
    ['not the leader while another voter is left', [3, 4, 5], [2], 'wait'],
    ['the leader after all others', [2, 3, 4, 5], [], 'broker-1'],
  ])('%s', (_, done, flying, next) => {
    const flights = flying.map((id) => aFlight(id, { node: aNode(id, { controller: id <= 3 }) }));
    expect(nextOf(decideOn(EMPTY, { ...finished(...done), flights }))).toBe(next);
  });

  test('not the leader beside a broker that comes before it and cannot be stopped', () => {
    const tight = see([aPartition([4, 5])]);
    expect(nextOf(decideOn(tight, { ...finished(2, 3, 5), flights: [aFlight(5, { node: aNode(5) })] }))).toBe(
      'wait',
    );
  });

  test('no second voter, even where the quorum could spare it', () => {
    const seen = see([], { quorum: known(aQuorum(1, [1, 2, 3, 4, 5])) });
    const voters = NODES.map((node) => ({ ...node, controller: true }));
    expect(nextOf(decideOn(seen, { flights: [aFlight(2)] }, aSetting(voters)))).toBe('wait');
    expect(nextOf(decideOn(seen, {}, aSetting(voters)))).not.toBe('wait');
  });

  test('whoever took longest last time, of those in one rack', () => {
    const nodes = NODES.map((node) => ({ ...node, zone: 'a' }));
    const measured: MeasuredSteps = {
      ...{ kind: 'measured', cycle: 'cycle-0', typical: ASSUMED.typical, steps: [] },
      byNode: new Map([[nodeName('broker-5'), 1]]),
    };
    expect(nextOf(decideOn(EMPTY, { measured }, aSetting(nodes)))).toBe('broker-5');
    expect(nextOf(decideOn(EMPTY, {}, aSetting(nodes)))).toBe('broker-4');
  });

  test('the node to repair before all others', () => {
    const allowances = { ...SETTINGS.allowances, repair: nodeName('broker-3') };
    expect(nextOf(decideOn(EMPTY, {}, withSettings({ allowances })))).toBe('broker-3');
  });

  test('whoever AWS is about to take away, and it is said', () => {
    const event = { instance: aNode(5).instance, code: 'retirement', notBefore: NIGHT, deadline: undefined };
    expect(decideOn(EMPTY, {}, aSetting(NODES, { events: [event] }))).toMatchObject({
      node: { name: 'broker-5' },
      because: 'retirement from 2026-01-06T03:00Z; it holds no partition and has no vote',
    });
  });

  test('whoever can be spared, when the first one cannot', () => {
    expect(nextOf(decideOn(see([aPartition([4, 1])])))).toBe('broker-5');
  });

  test('nobody, and the first one is named with every reason, when none can be spared', () => {
    const orders = aPartition(IDS, { isr: IDS });
    const minInSyncReplicas = known(new Map([['orders', 5]]));
    expect(decideOn(see([orders], { minInSyncReplicas }))).toMatchObject({
      kind: 'halt',
      problems: [{ where: 'partition orders-0' }],
      because: 'broker-4 cannot be stopped safely',
    });
  });

  test('nobody, and nothing halts, while the nodes in flight are what the others lack', () => {
    const flights = [aFlight(5, { node: aNode(5) })];
    const tight = see([aPartition([1, 2, 3, 4, 5])], { minInSyncReplicas: known(new Map([['orders', 4]])) });
    expect(decideOn(tight, { flights })).toEqual({
      kind: 'wait',
      blockers: [],
      because: 'for the nodes in flight',
    });
    const blind = see([], { reassignments: unknown('denied') });
    expect(nextOf(decideOn(blind, { flights }))).toBe('wait');
  });

  test('a node in flight counts as down for the others', () => {
    const orders = see([aPartition([3, 4, 5])]);
    expect(nextOf(decideOn(orders))).toBe('broker-4');
    const flights = [aFlight(5, { node: aNode(5) })];
    expect(nextOf(decideOn(orders, { flights }))).toBe('broker-2');
  });
});

describe('a stop', () => {
  test('is a stop and a start, or a reboot where that is asked for', () => {
    expect(decideOn(EMPTY)).toMatchObject({ by: 'stop-start' });
    expect(decideOn(EMPTY, {}, withSettings({ mode: 'reboot' }))).toMatchObject({ by: 'reboot' });
  });

  test('says what it leaves behind, and carries the proof', () => {
    expect(decideOn(see([aPartition([3, 4, 5])]))).toMatchObject({
      because: 'its tightest partition orders-0 keeps 2 in-sync replicas (minimum 2)',
      certificate: { node: 'broker-4', at: NIGHT, tightest: { left: [3, 5], minimum: 2 }, voters: null },
    });
    expect(decideOn(EMPTY, finished(4, 5))).toMatchObject({
      because: 'it holds no partition, and 2 of 3 voters stay in sync (a majority is 2)',
    });
  });

  test('leaves one replica of an accepted topic of which the others are parked', () => {
    const nodes = NODES.map((node) => ({ ...node, parked: node.id === 5 }));
    const allowances = { ...SETTINGS.allowances, unsafeTopics: 'allow' as const };
    const orders = see([aPartition([3, 4, 5], { isr: [3, 4] })]);
    expect(nextOf(decideOn(orders, {}, withSettings({ allowances }, nodes)))).toBe('broker-4');
  });
});
