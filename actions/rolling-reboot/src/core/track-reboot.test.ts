import { describe, expect, test } from '@jest/globals';
import { aNode, anInstance, aPartition, aView, NIGHT, seenOf } from '../../../../test/builders/fleet.ts';
import { aFlight, aSetting, inCycle } from '../../../../test/builders/progress.ts';
import type { InstanceState } from './node.ts';
import type { Seen } from './observation.ts';
import { type Flight, NO_PROGRESS } from './progress.ts';
import { track } from './track.ts';

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

describe('a reboot', () => {
  const rebooting = (seen: Seen, change: Partial<Flight> = {}): Flight | undefined =>
    flightAfter({ phase: 'rebooting', launchedBefore: NIGHT - 86_400_000, ...change }, seen);
  const oneView = [aView(2, [2, 3], [ORDERS]), aView(3, IDS, [ORDERS])];

  test.each<[string, Seen, number | undefined]>([
    ['the cluster saw the node leave', withoutFirst('running'), LATER],
    ['one broker still shows it', withFirst('running', { views: oneView }), undefined],
    ['nothing changed', withFirst('running'), undefined],
    ['nobody answers', withFirst('running', { views: [] }), undefined],
    ['its instance is on its way down for another reason', withoutFirst('stopping'), undefined],
  ])('is proved by nothing but that: %s', (_, seen, left) => {
    expect(rebooting(seen)).toMatchObject({ phase: 'rebooting' });
    expect(rebooting(seen)?.times.left).toBe(left);
  });

  test('is proved by a new boot as well, and by nothing twice', () => {
    const relaunched = withFirst('running', {
      instances: IDS.map((id) => anInstance(id, id === 1 ? { launchTime: NIGHT } : {})),
    });
    expect(rebooting(relaunched)?.times.left).toBe(LATER);
    expect(rebooting(withoutFirst('running'), { times: { left: NIGHT } })?.times.left).toBe(NIGHT);
  });

  test('that ends in a stopped instance is brought up as after a stop', () => {
    expect(rebooting(withoutFirst('stopped'))).toMatchObject({ phase: 'leaving', times: { stopped: LATER } });
  });
});

test('when each node was last seen away is kept, in flight or not', () => {
  const away = track(NO_PROGRESS, withoutFirst('running'), aSetting(NODES)).lastAway;
  expect([...away]).toEqual([['broker-1', LATER]]);
  const later = withFirst('running', { at: LATER + 1 });
  expect([...track({ ...NO_PROGRESS, lastAway: away }, later, aSetting(NODES)).lastAway]).toEqual([...away]);
});

test('who still has the node when EC2 says stopped is remembered: a shutdown leaves the cluster first', () => {
  const uncleanBy = (seen: Seen) => flightAfter({ phase: 'stopping' }, seen)?.uncleanBy;
  expect(uncleanBy(withFirst('stopped'))).toEqual(IDS);
  expect(uncleanBy(withoutFirst('stopped'))).toEqual([]);
  const oneIsBehind = [aView(2, [2, 3], [ORDERS]), aView(3, IDS, [ORDERS])];
  expect(uncleanBy(withFirst('stopped', { views: oneIsBehind }))).toEqual([]);
  expect(uncleanBy(withFirst('stopped', { views: oneIsBehind.slice(1) }))).toEqual([3]);
});
