import { describe, expect, test } from '@jest/globals';
import { aNode, anInstance, aPartition, aView, NIGHT, seenOf } from '../../../../test/builders/fleet.ts';
import { aFlight, aSetting, inCycle } from '../../../../test/builders/progress.ts';
import { NO_ALLOWANCES } from '../../../../test/builders/allowances.ts';
import { brokerId, type InstanceState, nodeName } from './node.ts';
import { known, type Seen } from './observation.ts';
import { type Flight, NO_PROGRESS, type Progress } from './progress.ts';
import { awayIds, excusedIds, stillSeenBy, track } from './track.ts';

const IDS = [1, 2, 3];
const NODES = IDS.map((id) => aNode(id, { controller: true }));
const ORDERS = aPartition(IDS);
const LATER = NIGHT + 5_000;

/** A look in which the instance of node 1 is in this state and the rest is as it should be. */
const withFirst = (state: InstanceState, change: Partial<Seen> = {}): Seen =>
  seenOf(IDS, [ORDERS], {
    at: LATER,
    instances: IDS.map((id) => anInstance(id, id === 1 ? { state } : {})),
    ...change,
  });

const withoutFirst = (state: InstanceState): Seen =>
  withFirst(state, { views: [2, 3].map((id) => aView(id, [2, 3], [{ ...ORDERS, isr: [2, 3], leader: 2 }])) });

const flightAfter = (flight: Partial<Flight>, seen: Seen): Flight | undefined =>
  track(inCycle({ flights: [aFlight(1, flight)] }), seen, aSetting(NODES)).flights[0];

describe('a flight moves on', () => {
  test.each<[Flight['phase'], InstanceState, Flight['phase']]>([
    ['stopping', 'running', 'stopping'],
    ['stopping', 'stopping', 'stopping'],
    ['stopping', 'stopped', 'leaving'],
    ['leaving', 'stopped', 'leaving'],
    ['starting', 'stopped', 'starting'],
    ['starting', 'pending', 'starting'],
    ['starting', 'running', 'returning'],
    ['returning', 'stopped', 'returning'],
  ])('from %s, its instance being %s, to %s', (phase, state, next) => {
    expect(flightAfter({ phase }, withoutFirst(state))).toMatchObject({
      phase: next,
      since: next === phase ? NIGHT : LATER,
    });
  });

  test('from stopping to returning when somebody else started it between two looks', () => {
    const stopping = { launchedBefore: NIGHT - 86_400_000 };
    const relaunched = withFirst('running', {
      instances: IDS.map((id) => anInstance(id, id === 1 ? { launchTime: NIGHT } : {})),
    });
    expect(flightAfter(stopping, relaunched)).toMatchObject({ phase: 'returning' });
    expect(flightAfter(stopping, withFirst('running'))).toMatchObject({ phase: 'stopping' });
  });

  test('and remembers when each step began, and that it was seen starting', () => {
    expect(flightAfter({}, withoutFirst('stopped'))?.times).toEqual({
      stopRequested: NIGHT - 60_000,
      stopped: LATER,
    });
    expect(flightAfter({ phase: 'starting' }, withoutFirst('pending'))).toMatchObject({ seenStarting: true });
    expect(flightAfter({ phase: 'starting' }, withoutFirst('running'))?.times.running).toBe(LATER);
  });

  test('but not when EC2 shows no such instance', () => {
    expect(flightAfter({}, withFirst('running', { instances: [] }))).toEqual(aFlight(1));
  });

  test('and keeps the most under-replicated partitions that were seen', () => {
    expect(flightAfter({ underReplicatedPeak: 0 }, withoutFirst('stopped'))?.underReplicatedPeak).toBe(1);
    expect(flightAfter({ underReplicatedPeak: 7 }, withoutFirst('stopped'))?.underReplicatedPeak).toBe(7);
  });

  test('it is back at the first reading in which the whole cluster is well, and not again later', () => {
    const back = (times: Flight['times']): number | undefined =>
      flightAfter({ phase: 'returning', times }, withFirst('running'))?.times.back;
    expect(back({})).toBe(LATER);
    expect(back({ back: NIGHT })).toBe(NIGHT);
    expect(flightAfter({ phase: 'returning' }, withoutFirst('running'))?.times.back).toBeUndefined();
  });
});

describe('good readings', () => {
  const readings = (progress: Partial<Progress>, seen: Seen): number =>
    track(inCycle({ goodReadings: 2, ...progress }), seen, aSetting(NODES)).goodReadings;

  test.each<[string, Partial<Progress>, Seen, number]>([
    ['grow while the cluster is well', {}, withFirst('running'), 3],
    ['begin again when it is not', {}, withoutFirst('running'), 0],
    ['begin again when a broker turns silent', {}, withFirst('running', { views: [] }), 0],
    [
      'go on while the node in flight is all that is missing',
      { flights: [aFlight(1)] },
      withoutFirst('stopped'),
      3,
    ],
    ['begin again when another one is missing', { flights: [aFlight(2)] }, withoutFirst('stopped'), 0],
    ['begin again when an instance does not run, whatever Kafka says', {}, withFirst('stopping'), 0],
    ['begin again when EC2 no longer shows an instance', {}, withFirst('running', { instances: [] }), 0],
  ])('%s', (_, progress, seen, count) => {
    expect(readings(progress, seen)).toBe(count);
  });

  test('a parked node that is stopped does not matter', () => {
    const nodes = [...NODES, aNode(4, { parked: true })];
    expect(track(inCycle({ goodReadings: 2 }), withFirst('running'), aSetting(nodes)).goodReadings).toBe(3);
  });
});

describe('unwell since', () => {
  const since = (progress: Partial<Progress>, seen: Seen): number | undefined =>
    track({ ...NO_PROGRESS, ...progress }, seen, aSetting(NODES)).unwellSince;

  test('begins at the first bad reading, stays, and ends with a good one', () => {
    expect(since({}, withoutFirst('running'))).toBe(LATER);
    expect(since({ unwellSince: NIGHT }, withoutFirst('running'))).toBe(NIGHT);
    expect(since({ unwellSince: NIGHT }, withFirst('running'))).toBeUndefined();
  });

  test('is not counted while a node is in flight', () => {
    expect(
      since({ unwellSince: NIGHT, flights: [aFlight(1)] }, withFirst('stopping', { views: [] })),
    ).toBeUndefined();
  });
});

describe('relapses of a cluster at rest', () => {
  const relapses = (progress: Partial<Progress>, seen: Seen): number =>
    track({ ...NO_PROGRESS, relapses: 1, ...progress }, seen, aSetting(NODES)).relapses;

  test.each<[string, Partial<Progress>, Seen, number]>([
    ['are counted when it was well', { goodReadings: 1 }, withoutFirst('running'), 2],
    ['are not counted while it stays unwell', { goodReadings: 0 }, withoutFirst('running'), 1],
    ['are kept while it gets well', { goodReadings: 1 }, withFirst('running'), 1],
    ['are forgotten when it was well often enough', { goodReadings: 2 }, withFirst('running'), 0],
    [
      'are forgotten while a node is in flight',
      { goodReadings: 1, flights: [aFlight(2)] },
      withoutFirst('stopped'),
      0,
    ],
  ])('%s', (_, progress, seen, count) => {
    expect(relapses(progress, seen)).toBe(count);
  });
});

describe('readings of a returning node', () => {
  const returning = (seen: Seen, change: Partial<Flight> = {}): Flight | undefined =>
    flightAfter({ phase: 'returning', goodReadings: 2, ...change }, seen);

  test.each<[string, Seen, number]>([
    ['grow while it is back and the cluster well', withFirst('running'), 3],
    ['begin again while it is away, though the cluster is well without it', withoutFirst('running'), 0],
    [
      'begin again when it falls silent',
      withFirst('running', { silent: [{ observer: brokerId(1), reason: 'time-out' }] }),
      0,
    ],
    [
      'begin again when it is behind as a voter',
      withFirst('running', {
        quorum: known({
          kind: 'kraft',
          leader: 2,
          voters: [
            { id: 1, behind: 9_000 },
            { id: 2, behind: 0 },
            { id: 3, behind: 0 },
          ],
        }),
      }),
      0,
    ],
  ])('%s', (_, seen, count) => {
    expect(returning(seen)?.goodReadings).toBe(count);
  });

  test('are none before its return', () => {
    expect(flightAfter({ phase: 'leaving' }, withoutFirst('stopped'))?.goodReadings).toBe(0);
  });

  test('that end are counted as a relapse, those that never began are not', () => {
    expect(returning(withoutFirst('running'))?.relapses).toBe(1);
    expect(returning(withoutFirst('running'), { goodReadings: 0 })?.relapses).toBe(0);
  });
});

test('away are parked nodes and flights that have not returned; excused are all in flight, and the one to repair', () => {
  const nodes = [aNode(0, { parked: true }), ...NODES];
  const flights = (['stopping', 'leaving', 'starting', 'returning'] as const).map((phase, id) =>
    aFlight(id + 1, { phase }),
  );
  expect([...awayIds(nodes, flights).kafka]).toEqual([0, 1, 2, 3]);
  const repairing = { ...NO_ALLOWANCES, repair: nodeName('broker-3') };
  expect([...excusedIds(nodes, { flights: flights.slice(0, 2), finished: [] }, repairing).kafka]).toEqual([
    0, 1, 2, 3,
  ]);
  const finished = [
    { node: nodeName('broker-3'), by: 'this-run', times: {}, underReplicatedPeak: 0 } as const,
  ];
  expect([...excusedIds(nodes, { flights: flights.slice(0, 2), finished }, repairing).kafka]).toEqual([
    0, 1, 2,
  ]);
});

describe('a node has left', () => {
  test('as a broker, when no view shows it', () => {
    expect(stillSeenBy(aNode(1), withFirst('stopped'))).toEqual(IDS);
    expect(stillSeenBy(aNode(1), withoutFirst('stopped'))).toEqual([]);
  });
});
