import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ledgerRecords } from '../../../../test/arbitraries/ledger-records.ts';
import { parseStateRecord } from '../../../../lib/core/state-record.ts';
import { openCycle, openIntents } from './ledger.ts';
import { parseRecord, type ParsedRecord } from './parse-record.ts';

const ENTRY = { cycle: 'cycle-1', at: 1, run: 'run-1' };
const STOPPING = { ...ENTRY, state: 'stopping', node: 'broker-1', launchTime: 1, expires: 2 };
const RESTARTED = { ...ENTRY, state: 'restarted', node: 'broker-1', times: {}, underReplicatedPeak: 0 };
const CLOSED = { ...ENTRY, state: 'cycle-closed' };

const parse = (value: unknown): ParsedRecord => parseRecord(JSON.stringify(value));
const recordOf = (value: unknown): unknown => {
  const parsed = parse(value);
  return parsed.ok ? parsed.record : parsed.reason;
};

test('what a run writes is read as it was written', () => {
  fc.assert(
    fc.property(ledgerRecords, (record) => {
      expect(recordOf(record)).toEqual(record);
    }),
  );
});

test('what a run writes tells the other actions which step it is of', () => {
  fc.assert(
    fc.property(ledgerRecords, (record) => {
      const { state, cycle, at } = record;
      const node = 'node' in record ? { node: record.node } : {};
      expect(parseStateRecord(JSON.stringify(record))).toEqual({ state, cycle, at, ...node });
    }),
  );
});

test('no text throws, and no value that is of another type passes for a record', () => {
  const values = fc.oneof(fc.string(), fc.json());
  fc.assert(fc.property(values, (text) => !parseRecord(text).ok));
});

test('whatever is in one of the fields, what is read of the record can be used', () => {
  fc.assert(
    fc.property(ledgerRecords, fc.nat(), fc.jsonValue(), (record, at, value) => {
      const keys = Object.keys(record).filter((key) => key !== 'state');
      const parsed = parse({ ...record, [keys[at % keys.length] ?? '']: value });
      const records = parsed.ok ? [parsed.record] : [];
      expect(records.map(recordOf)).toEqual(records);
      expect(openIntents(records).every(({ expires }) => Number.isFinite(expires))).toBe(true);
      const finished = openCycle(records)?.finished ?? [];
      expect(finished.every(({ times }) => Object.values(times).every(Number.isFinite))).toBe(true);
    }),
  );
});

test.each<[unknown, string]>([
  [{ ...RESTARTED, times: undefined }, 'restarted: its times is missing'],
  [{ ...RESTARTED, times: { back: 'soon' } }, 'restarted: its times is {"back":"soon"}'],
  [{ ...STOPPING, expires: undefined }, 'stopping: its expires is missing'],
  [{ ...STOPPING, expires: null }, 'stopping: its expires is null'],
  [{ ...STOPPING, by: 'magic' }, 'stopping: its by is "magic"'],
  [{ ...STOPPING, certificate: {} }, 'stopping: its certificate is {}'],
  [{ ...ENTRY, state: 'cycle-opened', nodes: 'all', selection: '' }, 'cycle-opened: its nodes is "all"'],
  [{ ...ENTRY, at: '1', state: 'left', node: 'broker-1' }, 'left: its at is "1"'],
  [{ ...ENTRY, state: 'toString' }, 'its state is "toString"'],
  [ENTRY, 'its state is missing'],
  [[STOPPING], 'it is no JSON object'],
  [null, 'it is no JSON object'],
])('%j is passed over, and it is said why', (value, reason) => {
  expect(parse(value)).toEqual({ ok: false, reason });
});

describe('a record of another version', () => {
  test('may lack what was written later', () => {
    expect(recordOf(STOPPING)).toEqual({ ...STOPPING, by: 'stop-start' });
    expect(recordOf(CLOSED)).toEqual({ ...CLOSED, restarted: [] });
  });

  test('may have more than this one knows', () => {
    const times = { back: 3 };
    expect(recordOf({ ...RESTARTED, times: { ...times, mood: 'good' }, host: 'a' })).toEqual({
      ...RESTARTED,
      times,
    });
  });
});
