import { expect, test } from '@jest/globals';
import type { Decision } from './decision.ts';
import { byLength, noteWait, type Wait, waitOf } from './waits.ts';

const wait = (...blockers: Extract<Decision, { kind: 'wait' }>['blockers']) =>
  ({ kind: 'wait', blockers, because: 'for the nodes in flight' }) as const;
const readings = (count: number) => wait({ kind: 'not-stable', readings: count, wanted: 3 });
const register = wait({ kind: 'not-registered', broker: 2 }, { kind: 'no-leader-of-quorum' });

test('the time of each reason is added up, the longest first, with its last fact', () => {
  const noted = [
    waitOf(readings(1), 1_000),
    waitOf(register, 5_000),
    waitOf(wait(), 500),
    waitOf(readings(2), 1_500),
  ].reduce<readonly Wait[]>(noteWait, []);
  expect(byLength(noted)).toEqual([
    {
      reason: 'a broker to register',
      lasted: 5_000,
      example: 'broker 2 is not registered in the view of every broker',
    },
    { reason: 'good readings in a row', lasted: 2_500, example: 'all is well in 2 of 3 readings in a row' },
    { reason: 'for the nodes in flight', lasted: 500, example: '' },
  ]);
});
