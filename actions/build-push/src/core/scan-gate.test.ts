import { expect, test } from '@jest/globals';
import type { ScanFinding } from '../../../../lib/core/ecr-scan.ts';
import { judgeScan, type TimedReading } from './scan-gate.ts';

const DEADLINE = 1_000_000;
/** Milliseconds that findings of a watched image must stay the same. */
const STEADY_FOR = 60_000;

const finding = (id: string): ScanFinding => ({
  id,
  severity: 'HIGH',
  title: '',
  package: 'openssl',
  installed: '3.0',
  fixedIn: undefined,
});

const reading = (at: number, status: string, ids: readonly string[] = []): TimedReading => ({
  at,
  status,
  description: '',
  findings: ids.map(finding),
  completedAt: null,
  databaseAt: null,
});

test.each(['none', 'PENDING', 'IN_PROGRESS'])(
  '%s is waited for, and no pass when the time is over',
  (status) => {
    expect(judgeScan([reading(0, status)], 0, DEADLINE).kind).toBe('wait');
    expect(judgeScan([reading(0, status)], DEADLINE, DEADLINE).kind).toBe('unknown');
  },
);

test.each([
  'FAILED',
  'UNSUPPORTED_IMAGE',
  'FINDINGS_UNAVAILABLE',
  'LIMIT_EXCEEDED',
  'SCAN_ELIGIBILITY_EXPIRED',
  '',
])('%j is no pass at once', (status) => {
  expect(judgeScan([reading(0, status)], 0, DEADLINE).kind).toBe('unknown');
});

test('the reason that ECR gives is told', () => {
  const failed = { ...reading(0, 'FAILED'), description: 'the operating system is too old' };
  expect(judgeScan([failed], 0, DEADLINE).because).toBe('ECR says FAILED: the operating system is too old');
});

test('a complete scan is its last word', () => {
  const judged = judgeScan([reading(0, 'PENDING'), reading(5, 'COMPLETE', ['CVE-1'])], 5, DEADLINE);
  expect(judged).toMatchObject({ kind: 'settled', findings: [{ id: 'CVE-1' }] });
});

test('findings of a watched image count once they have stayed the same', () => {
  const readings = [reading(0, 'ACTIVE'), reading(30_000, 'ACTIVE', ['CVE-1'])];
  expect(judgeScan(readings, 30_000, DEADLINE).kind).toBe('wait');
  const later = [...readings, reading(30_000 + STEADY_FOR - 1, 'ACTIVE', ['CVE-1'])];
  expect(judgeScan(later, STEADY_FOR, DEADLINE).kind).toBe('wait');
  const steady = [...later, reading(30_000 + STEADY_FOR, 'ACTIVE', ['CVE-1'])];
  expect(judgeScan(steady, STEADY_FOR, DEADLINE)).toMatchObject({
    kind: 'settled',
    findings: [{ id: 'CVE-1' }],
  });
});

test('findings that come back after they were gone have not stayed the same', () => {
  const readings = [
    reading(0, 'ACTIVE', ['CVE-1']),
    reading(STEADY_FOR / 2, 'ACTIVE'),
    reading(STEADY_FOR, 'ACTIVE', ['CVE-1']),
  ];
  expect(judgeScan(readings, STEADY_FOR, DEADLINE).kind).toBe('wait');
});

test('nothing is known before the first answer', () => {
  expect(judgeScan([], 0, DEADLINE)).toEqual({ kind: 'wait', because: 'ECR has not told of it yet' });
});
