import { describe, expect, test } from '@jest/globals';
import { aNode, anInstance, aPartition, aView, NIGHT, seenOf } from '../../../../test/builders/fleet.ts';
import { aFlight, aSetting, inCycle, SETTINGS } from '../../../../test/builders/progress.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import type { Instance } from './node.ts';
import type { Seen } from './observation.ts';
import type { Flight } from './progress.ts';

const IDS = [1, 2, 3];
const SETTING = aSetting(IDS.map((id) => aNode(id, { controller: true })));
const ORDERS = aPartition(IDS);
const gone = [2, 3].map((id) => aView(id, [2, 3], [{ ...ORDERS, isr: [2, 3], leader: 2 }]));

const see = (first: Partial<Instance>, change: Partial<Seen> = {}): Seen =>
  seenOf(IDS, [ORDERS], { instances: IDS.map((id) => anInstance(id, id === 1 ? first : {})), ...change });

const decideFor = (flight: Partial<Flight>, seen: Seen): Decision =>
  decide(seen, inCycle({ flights: [aFlight(1, flight)] }), SETTING);

describe('a flight that takes too long halts the cycle, and says what it waited for', () => {
  test.each<[Flight['phase'], number, string]>([
    ['stopping', SETTINGS.stopTimeout, 'stop-timeout'],
    ['starting', SETTINGS.startTimeout, 'start-timeout'],
    ['returning', SETTINGS.syncTimeout, 'sync-timeout'],
  ])('%s', (phase, limit, name) => {
    const seen = see({ state: phase === 'starting' ? 'pending' : 'running' });
    const at = (late: number): Decision | undefined =>
      decideFor({ phase, since: NIGHT - limit - late }, seen);
    expect(at(0)).toMatchObject({ kind: 'wait' });
    expect(at(1)).toMatchObject({
      kind: 'halt',
      problems: [{ where: 'broker-1 (i-1)', what: expect.stringContaining(name) }],
    });
  });

  test('and one that was not shut down cleanly gets twice the time to come back', () => {
    const unclean = { phase: 'returning', uncleanBy: [2] } as const;
    const after = (milliseconds: number): Decision =>
      decideFor({ ...unclean, since: NIGHT - milliseconds }, see({}, { views: gone }));
    expect(after(2 * SETTINGS.syncTimeout)).toMatchObject({ kind: 'wait' });
    expect(after(2 * SETTINGS.syncTimeout + 1)).toMatchObject({ kind: 'halt' });
  });

  test('but one that is back although it is late is finished', () => {
    const since = NIGHT - SETTINGS.syncTimeout - 1;
    expect(decideFor({ phase: 'returning', since, goodReadings: 3 }, see({}))).toMatchObject({
      kind: 'finish',
    });
  });

  test('nor does a clock that was set back make it late', () => {
    expect(decideFor({ phase: 'stopping', since: NIGHT + 3_600_000 }, see({}))).toMatchObject({
      kind: 'wait',
    });
  });
});
