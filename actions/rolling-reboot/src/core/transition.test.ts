import { describe, expect, test } from '@jest/globals';
import { aNode, NIGHT } from '../../../../test/builders/fleet.ts';
import { aCycle, aFlight, inCycle } from '../../../../test/builders/progress.ts';
import { NO_PROGRESS } from './progress.ts';
import {
  dropped,
  finished,
  leftSeen,
  opened,
  settledLate,
  startRequested,
  stopRequested,
} from './transition.ts';

const LATER = NIGHT + 60_000;

test('a cycle is opened with what is finished in it already', () => {
  const cycle = aCycle({ resumed: true });
  const done = [{ node: aNode(1).name, by: 'earlier-run', times: {}, underReplicatedPeak: 0 } as const];
  expect(opened(NO_PROGRESS, cycle, done)).toEqual({ ...NO_PROGRESS, cycle, finished: done });
});

test('a stop begins a flight, and the readings go on: whoever is in flight is excused in them', () => {
  expect(stopRequested(inCycle(), aNode(1), { at: NIGHT, launchTime: 7, by: 'stop-start' })).toMatchObject({
    goodReadings: inCycle().goodReadings,
    flights: [
      {
        node: { name: 'broker-1' },
        purpose: 'restart',
        phase: 'stopping',
        since: NIGHT,
        launchedBefore: 7,
        times: { stopRequested: NIGHT },
      },
    ],
  });
});

test('a reboot begins a flight of its own kind, and returns once the cluster saw the node leave', () => {
  const moment = { at: NIGHT, launchTime: 7, by: 'reboot' } as const;
  const { flights } = stopRequested(inCycle({ flights: [aFlight(2)] }), aNode(1), moment);
  const rebooting = flights[1];
  expect(rebooting).toMatchObject({ phase: 'rebooting', since: NIGHT, times: { stopRequested: NIGHT } });
  const left =
    rebooting === undefined ? [] : [{ ...rebooting, times: { ...rebooting.times, left: LATER - 1 } }];
  expect(leftSeen(inCycle({ flights: [aFlight(2), ...left] }), left, LATER).flights).toMatchObject([
    { phase: 'stopping' },
    { phase: 'returning', since: LATER, times: { stopRequested: NIGHT, left: LATER - 1, running: LATER } },
  ]);
});

describe('a start', () => {
  const leaving = aFlight(1, { phase: 'leaving' });

  test('moves a flight on, and notes that the cluster saw the node leave', () => {
    expect(startRequested(inCycle({ flights: [leaving, aFlight(2)] }), [aNode(1)], LATER)).toMatchObject({
      goodReadings: inCycle().goodReadings,
      flights: [
        {
          purpose: 'restart',
          phase: 'starting',
          since: LATER,
          times: { left: LATER, startRequested: LATER },
        },
        { phase: 'stopping' },
      ],
    });
  });

  test('of a node that was found stopped begins a flight of its own', () => {
    const { flights, goodReadings } = startRequested(inCycle({ flights: [leaving] }), [aNode(3)], LATER);
    expect(goodReadings).toBe(0);
    expect(flights[1]).toMatchObject({
      purpose: 'recover',
      phase: 'starting',
      times: { startRequested: LATER },
    });
    expect(flights[1]?.times.stopRequested).toBeUndefined();
  });
});

test('what is finished counts as restarted or as recovered, whatever began it, and nothing else leaves the air', () => {
  const flights = [aFlight(1), aFlight(2, { purpose: 'recover', underReplicatedPeak: 9 }), aFlight(3)];
  const after = finished(inCycle({ flights }), flights.slice(0, 2), LATER);
  expect(after.finished).toMatchObject([{ node: 'broker-1', by: 'this-run', times: { restarted: LATER } }]);
  expect(after.recovered).toMatchObject([{ node: 'broker-2', underReplicatedPeak: 9 }]);
  expect(after.flights.map(({ node }) => node.name)).toEqual(['broker-3']);
});

test('a node that was restarted is announced no more, one that was only started is', () => {
  const flights = [aFlight(1), aFlight(2, { purpose: 'recover' })];
  const announced = new Set([1, 2, 3].map((id) => aNode(id).name));
  expect([...finished(inCycle({ flights, announced }), flights, LATER).announced]).toEqual([
    'broker-2',
    'broker-3',
  ]);
});

test('stops that are not made are counted by node until one is made, and the cluster has to be well anew', () => {
  const once = dropped(inCycle(), aNode(1), 'slow');
  const twice = dropped(dropped(once, aNode(2), 'parked'), aNode(1), 'slower');
  expect(once.goodReadings).toBe(0);
  expect([...twice.drops]).toEqual([
    ['broker-1', { times: 2, reason: 'slower' }],
    ['broker-2', { times: 1, reason: 'parked' }],
  ]);
  const made = stopRequested(twice, aNode(1), { at: NIGHT, launchTime: 7, by: 'stop-start' });
  expect(made.drops.size).toBe(0);
});

test('a stop that is settled late makes its node finished where it took place, and announced no more', () => {
  const [settled, other] = [aNode(1).name, aNode(2).name];
  const progress = { ...inCycle(), announced: new Set([settled, other]) };
  const done = { node: settled, by: 'earlier-run', times: {}, underReplicatedPeak: 0 } as const;
  expect(settledLate(progress, aNode(1), [done])).toEqual({
    ...progress,
    finished: [...progress.finished, done],
    announced: new Set([other]),
  });
  expect(settledLate(progress, aNode(1), []).finished).toEqual(progress.finished);
});
