import { describe, expect, test } from '@jest/globals';
import {
  aNode,
  anInstance,
  aPartition,
  aQuorum,
  aView,
  NIGHT,
  seenOf,
} from '../../../../test/builders/fleet.ts';
import { aFlight, inCycle } from '../../../../test/builders/progress.ts';
import type { InstanceState } from './node.ts';
import { known, type Seen, unknown } from './observation.ts';
import { type Flight, NO_PROGRESS, type Progress } from './progress.ts';
import { downIds, stillSeenBy, stillVotes, track } from './track.ts';

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
  track(inCycle({ flights: [aFlight(1, flight)] }), seen, NODES).flights[0];

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
    track(inCycle({ goodReadings: 2, ...progress }), seen, NODES).goodReadings;

  test.each<[string, Partial<Progress>, Seen, number]>([
    ['grow while the cluster is well', {}, withFirst('running'), 3],
    ['begin again when it is not', {}, withoutFirst('running'), 0],
    ['begin again when a broker turns silent', {}, withFirst('running', { views: [] }), 0],
    ['are none while a node stops', { flights: [aFlight(1)] }, withFirst('stopping'), 0],
    [
      'are none while a node is away, which the cluster is well without',
      { flights: [aFlight(1, { phase: 'leaving' })] },
      withoutFirst('stopped'),
      0,
    ],
    [
      'begin when the node is back',
      { goodReadings: 0, flights: [aFlight(1, { phase: 'returning' })] },
      withFirst('running'),
      1,
    ],
    ['begin again when an instance does not run, whatever Kafka says', {}, withFirst('stopping'), 0],
    ['begin again when EC2 no longer shows an instance', {}, withFirst('running', { instances: [] }), 0],
  ])('%s', (_, progress, seen, count) => {
    expect(readings(progress, seen)).toBe(count);
  });

  test('a parked node that is stopped does not matter', () => {
    const nodes = [...NODES, aNode(4, { parked: true })];
    expect(track(inCycle({ goodReadings: 2 }), withFirst('running'), nodes).goodReadings).toBe(3);
  });
});

describe('unwell since', () => {
  const since = (progress: Partial<Progress>, seen: Seen): number | undefined =>
    track({ ...NO_PROGRESS, ...progress }, seen, NODES).unwellSince;

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

test('down are parked nodes and flights that have not returned', () => {
  const nodes = [aNode(0, { parked: true }), ...NODES];
  const flights = (['stopping', 'leaving', 'starting', 'returning'] as const).map((phase, id) =>
    aFlight(id + 1, { phase }),
  );
  expect([...downIds(nodes, flights)]).toEqual([0, 1, 2, 3]);
});

describe('a node has left', () => {
  const controller = aNode(3001, { broker: false, controller: true });
  const quorumOf = (behind: number | undefined): Seen['quorum'] =>
    known({
      leader: 1,
      voters: [
        { id: 1, behind: 0 },
        { id: 3001, behind },
      ],
    });

  test('as a broker, when no view shows it', () => {
    expect(stillSeenBy(aNode(1), withFirst('stopped'))).toEqual(IDS);
    expect(stillSeenBy(aNode(1), withoutFirst('stopped'))).toEqual([]);
  });

  test.each<[string, Seen['quorum'], boolean]>([
    ['still fetches', quorumOf(5_000), true],
    ['fell behind', quorumOf(5_001), false],
    ['was forgotten', quorumOf(undefined), false],
    ['is no voter', known(aQuorum(1, [1])), false],
    ['cannot be seen', unknown('denied'), true],
  ])('as a controller, when it no longer votes: it %s', (_, quorum, votes) => {
    expect(stillVotes(controller, seenOf([], [], { quorum }))).toBe(votes);
  });

  test('a combined node leaves as a broker', () => {
    expect(stillVotes(aNode(3001, { controller: true }), seenOf([], [], { quorum: quorumOf(0) }))).toBe(
      false,
    );
  });
});
