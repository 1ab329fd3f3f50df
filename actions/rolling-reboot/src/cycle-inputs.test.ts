import { describe, expect, test } from '@jest/globals';
import { readInputs } from '../../../lib/core/read-inputs.ts';
import { CYCLE_READERS, cycleContradictions, cycleSettings, selectionOf } from './cycle-inputs.ts';

const read = (raw: Record<string, string>) => readInputs(raw, CYCLE_READERS);

function settingsFrom(raw: Record<string, string>) {
  const outcome = read(raw);
  if (!outcome.ok) throw new Error(outcome.problems.map(({ what }) => what).join('; '));
  return { ...cycleSettings(outcome.value), selection: selectionOf(outcome.value) };
}

test.each([
  [{ 'max-unavailable': '3' }, { maxUnavailable: { nodes: 3 } }],
  [{ 'max-unavailable': '10%' }, { maxUnavailable: { percent: 10 } }],
  [{ 'unsafe-topics': 'allow' }, { allowances: { unsafeTopics: 'allow' } }],
  [{ 'unsafe-topics': 'logs, audit' }, { allowances: { unsafeTopics: new Set(['logs', 'audit']) } }],
  [{ repair: 'broker-2' }, { allowances: { repair: 'broker-2' } }],
  [{ nodes: 'broker-1\ncontroller-3001' }, { selection: { nodes: ['broker-1', 'controller-3001'] } }],
  [{ only: 'stale', 'older-than': '7d' }, { selection: { only: { kind: 'stale', olderThan: 604_800_000 } } }],
  [{ 'peak-load': '60%' }, { load: { peak: 60, most: 80 } }],
  [{ 'peak-load': '55%', 'max-load': '70%' }, { load: { peak: 55, most: 70 } }],
  [{ window: 'Tue 03:00-05:00 Europe/Berlin' }, { window: { timeZone: 'Europe/Berlin', lasts: 7_200_000 } }],
] as [Record<string, string>, object][])('%j is read', (raw, expected) => {
  expect(settingsFrom(raw)).toMatchObject(expected);
});

test.each([
  ['max-unavailable', '0'],
  ['max-unavailable', '101%'],
  ['max-unavailable', 'some'],
  ['nodes', 'broker1'],
  ['repair', 'broker-1,broker-2'],
  ['window', 'Tuesday at three'],
  ['extra-replicas', '-1'],
  ['mode', 'restart'],
  ['poll-interval', '50ms'],
])('%s: %s is refused, with what is allowed', (name, text) => {
  const outcome = read({ [name]: text });
  expect(outcome).toMatchObject({
    ok: false,
    problems: [{ where: `input ${name}`, what: `"${text}" is not allowed` }],
  });
});

test('membership of an Auto Scaling group is accepted by whoever does not stop', () => {
  const accept = { accept: 'auto-scaling' };
  expect(cycleContradictions(accept)).toMatchObject([{ where: 'input accept' }]);
  expect(cycleContradictions({ ...accept, mode: 'stop-start' })).toHaveLength(1);
  expect(cycleContradictions({ ...accept, mode: 'reboot' })).toEqual([]);
  expect(cycleContradictions({ ...accept, mode: 'recover' })).toEqual([]);
});

test('a node to repair may be away before its reboot, which nothing would prove then', () => {
  const repair = { repair: 'broker-2' };
  expect(cycleContradictions({ ...repair, mode: 'reboot' })).toMatchObject([{ where: 'input repair' }]);
  for (const mode of ['', 'stop-start', 'recover'])
    expect(cycleContradictions({ ...repair, mode })).toEqual([]);
});

describe('older-than', () => {
  test('goes with stale only', () => {
    expect(cycleContradictions({ 'older-than': '7d' })).toMatchObject([{ where: 'input older-than' }]);
    expect(cycleContradictions({ 'older-than': '7d', only: 'stale' })).toEqual([]);
    expect(cycleContradictions({})).toEqual([]);
  });
});
