import type { StateRecord } from './state-record.ts';

/** The records of the cycle that was opened last; none when it is over. A halt, or a pause, keeps it open. */
export function openCycleRecords<R extends StateRecord>(records: readonly R[]): readonly R[] {
  const last = records.findLast(({ state }) => state === 'cycle-opened');
  const own = records.filter(({ cycle }) => cycle === last?.cycle);
  return own.some(({ state }) => state === 'cycle-closed' || state === 'cycle-abandoned') ? [] : own;
}
