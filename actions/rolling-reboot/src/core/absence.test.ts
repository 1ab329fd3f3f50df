import { describe, expect, test } from '@jest/globals';
import { aNode, NIGHT, seenOf } from '../../../../test/builders/fleet.ts';
import { aFlight, aSetting, inCycle } from '../../../../test/builders/progress.ts';
import { known, type Quorum, type Reading, unknown } from './observation.ts';
import { type Progress } from './progress.ts';
import { track } from './track.ts';

const CONTROLLER = aNode(3001, { broker: false, controller: true });
const SETTING = aSetting([aNode(1), CONTROLLER]);

/** What the leader says of the controller: how far it is behind, in milliseconds. */
const by = (leader: number, behind: number | undefined): Reading<Quorum> =>
  known({ kind: 'kraft', leader, voters: [{ id: 3001, behind }] });

/** Looks one second apart, the first one second after the call. */
function after(...quorums: readonly Reading<Quorum>[]): Progress {
  const start = inCycle({ flights: [aFlight(3001, { node: CONTROLLER, phase: 'rebooting' })] });
  return quorums.reduce((progress, quorum, index) => {
    const seen = seenOf([1], [], { at: NIGHT + 1_000 * (index + 1), quorum });
    const running = {
      ...seen.instances[0],
      id: CONTROLLER.instance,
      state: 'running',
      launchTime: 0,
    } as never;
    return track(progress, { ...seen, instances: [...seen.instances, running] }, SETTING);
  }, start);
}

describe('a controller has left for its reboot', () => {
  test.each<[string, Reading<Quorum>[], boolean]>([
    ['not when it is behind once', [by(1, 5_001)], false],
    ['when it is behind twice in a row', [by(1, 5_001), by(1, 6_001)], true],
    ['not when it caught up in between', [by(1, 5_001), by(1, 5_000), by(1, 5_001)], false],
    ['not when the leader has not heard of it yet', [by(1, undefined), by(1, undefined)], false],
    ['when the leader never hears of it', [by(1, undefined), by(1, undefined), by(1, undefined)], true],
    ['not when each leader is a new one', [by(1, undefined), by(2, undefined), by(1, undefined)], false],
    ['not when the quorum has no leader', [by(-1, 9_000), by(-1, 9_000), by(-1, undefined)], false],
    ['not when the quorum cannot be seen', [unknown('time-out'), unknown('time-out'), unknown('x')], false],
    ['not when a look in between showed nothing', [by(1, 9_000), unknown('time-out'), by(1, 9_000)], false],
  ])('%s', (_, quorums, left) => {
    const { flights, lastAway } = after(...quorums);
    expect(flights[0]?.times.left !== undefined).toBe(left);
    expect(lastAway.has(CONTROLLER.name)).toBe(left);
  });

  test('when it was not away already at the call', () => {
    const quorum = by(1, 9_000);
    const before = after(quorum, quorum);
    const flights = before.flights.map((flight) => ({ ...flight, since: NIGHT + 3_000, times: {} }));
    const seen = seenOf([1], [], { at: NIGHT + 4_000, quorum });
    expect(track({ ...before, flights }, seen, SETTING).flights[0]?.times.left).toBeUndefined();
  });
});
