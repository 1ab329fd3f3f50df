import { expect, test } from '@jest/globals';
import { NIGHT } from '../../../../test/builders/fleet.ts';
import { aReportedNode } from '../../../../test/builders/reboot-report.ts';
import { inCycle, SETTINGS } from '../../../../test/builders/progress.ts';
import { parseWindow } from '../../../../lib/core/window.ts';
import type { Settings } from './decision.ts';
import { pauseReason, windowTooShort } from './pause-reason.ts';
import type { Progress } from './progress.ts';
import type { MeasuredSteps } from './step-model.ts';

const MINUTE = 60_000;

/** Restarts of which the slowest, with the margin for so few, is taken for so many minutes. */
function measuredAs(minutes: number): Partial<Progress> {
  const step = { stop: MINUTE, start: MINUTE, catchUp: ((minutes - 1) / 1.5 - 2) * MINUTE };
  const steps = [step, step, step];
  const measured: MeasuredSteps = {
    kind: 'measured',
    cycle: 'cycle-0',
    typical: step,
    steps,
    byNode: new Map(),
  };
  return { measured };
}

/** An hour is left of it: it is three o'clock. */
const within = (text: string): Settings => ({
  ...SETTINGS,
  pollInterval: 20_000,
  window: parseWindow(text),
});
const reasonAt = (window: string, progress: Partial<Progress>): string | undefined =>
  pauseReason({ at: NIGHT, credentialsEnd: undefined }, inCycle(progress), within(window))?.because;

test.each([
  ['fits', 'Tue 02:00-04:00 UTC', measuredAs(60), undefined],
  [
    'does not fit what is left, for the first of a run too',
    'Tue 02:00-04:00 UTC',
    measuredAs(100),
    'the window Tue 02:00-04:00 UTC has 1h00m left, and a restart may take 1h40m (by 3 restarts measured in cycle cycle-0)',
  ],
  ['exceeds the whole window, of which half is left', 'Tue 02:00-04:00 UTC', measuredAs(121), undefined],
  [
    'exceeds the whole window, of which less is left',
    'Tue 01:00-04:00 UTC',
    measuredAs(181),
    'the window Tue 01:00-04:00 UTC has 1h00m left, and a restart may take 3h01m (by 3 restarts measured in cycle cycle-0, capped at 1h30m)',
  ],
  ['was not measured', 'Tue 02:00-04:00 UTC', {}, undefined],
])('a restart that %s', (_, window, progress, reason) => {
  expect(reasonAt(window, progress)).toBe(reason);
});

test('it is told of a restart that exceeds the whole window, with the figures', () => {
  const told = (minutes: number): string | undefined =>
    windowTooShort(inCycle(measuredAs(minutes)), within('Tue 02:00-04:00 UTC'));
  expect(told(121)).toBe(
    'the window Tue 02:00-04:00 UTC lasts 2h00m, and a restart may take 2h01m (by 3 restarts measured in cycle cycle-0): it may end after the window does',
  );
  expect(told(120)).toBeUndefined();
  expect(windowTooShort(inCycle(measuredAs(121)), SETTINGS)).toBeUndefined();
  expect(windowTooShort(inCycle(), within('Tue 02:00-02:01 UTC'))).toBeUndefined();
});

/** One restart of this run is done, and the budget is spent. */
function pausedAfter(restarts: number, settings: Partial<Settings>): boolean | undefined {
  const spent = { ...SETTINGS, beganAt: NIGHT - 60 * MINUTE, endsAt: NIGHT, ...settings };
  const finished = Array.from({ length: restarts }, (_, index) => aReportedNode(index + 1, { times: {} }));
  return pauseReason({ at: NIGHT, credentialsEnd: undefined }, inCycle({ finished }), spent)?.goesOn;
}

test('a run that was out of time goes on at once in another one, and no other', () => {
  expect(pausedAfter(1, {})).toBe(true);
  expect(pausedAfter(1, { window: parseWindow('Tue 01:00-23:00 UTC') })).toBe(true);
  expect(pausedAfter(0, {})).toBe(false);
  expect(pausedAfter(1, { canary: true })).toBe(false);
  expect(pausedAfter(1, { window: parseWindow('Tue 01:00-02:00 UTC') })).toBe(false);
  expect(pausedAfter(1, { endsAt: Infinity, window: parseWindow('Tue 01:00-02:00 UTC') })).toBe(false);
});
