import { describe, expect, test } from '@jest/globals';
import { aNode, NIGHT } from '../../../../test/builders/fleet.ts';
import { aSetting, SETTINGS } from '../../../../test/builders/progress.ts';
import type { Settings } from './decision.ts';
import { instanceId } from './node.ts';
import { lastingEvents } from './lasting-events.ts';
import { describeEvent, dueAt, type ScheduledEvent } from './scheduled-event.ts';

const anEvent = (id: number, change: Partial<ScheduledEvent> = {}): ScheduledEvent => ({
  instance: instanceId(`i-${String(id)}`),
  code: 'system-maintenance',
  notBefore: NIGHT,
  deadline: undefined,
  ...change,
});

test.each<[Partial<ScheduledEvent>, string]>([
  [{}, 'system-maintenance from 2026-01-06T03:00Z'],
  [
    { deadline: NIGHT + 60_000 },
    'system-maintenance from 2026-01-06T03:00Z, at the latest 2026-01-06T03:01Z',
  ],
  [{ code: 'instance-retirement', notBefore: undefined }, 'instance-retirement'],
])('%j is told as %s', (change, text) => {
  expect(describeEvent(anEvent(1, change))).toBe(text);
});

test('a node is due by its first event, and one without an event last', () => {
  const due = dueAt([anEvent(1, { notBefore: NIGHT + 9 }), anEvent(1), anEvent(2, { notBefore: undefined })]);
  expect([1, 2, 3].map((id) => due(aNode(id)))).toEqual([NIGHT, Infinity, Infinity]);
});

describe('what a restart does not clear', () => {
  const events = [
    'instance-reboot',
    'system-reboot',
    'system-maintenance',
    'instance-retirement',
    'instance-stop',
  ].map((code) => anEvent(1, { code }));

  const lasting = (mode: Settings['mode']): string[] =>
    lastingEvents(aSetting([aNode(1), aNode(2)], { events, settings: { ...SETTINGS, mode } }));

  test('is nothing after a stop and start', () => {
    expect(lasting('stop-start')).toEqual([]);
  });

  test('is what needs other hardware, after a reboot', () => {
    const codes = ['system-maintenance', 'instance-retirement', 'instance-stop'];
    expect(lasting('reboot')).toEqual(
      codes.map((code) => expect.stringContaining(`broker-1, mode stop-start does: ${code} from`)),
    );
  });
});
