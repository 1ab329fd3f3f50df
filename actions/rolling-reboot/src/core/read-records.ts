import type { LedgerRecord } from './ledger.ts';
import { parseRecord } from './parse-record.ts';

/** A record as it is in the topic. */
export interface RawRecord {
  readonly value: string;
  readonly offset: bigint;
}

export interface ReadRecords {
  readonly records: readonly LedgerRecord[];
  /** That some could not be read, and are no part of the ledger. */
  readonly warning: string | undefined;
}

/** What one version cannot read was written by another one, or by another program: a run goes on without it. */
export function readRecords(raw: readonly RawRecord[]): ReadRecords {
  const records: LedgerRecord[] = [];
  const strange: string[] = [];
  for (const { value, offset } of raw) {
    const parsed = parseRecord(value);
    if (parsed.ok) records.push(parsed.record);
    else strange.push(`at offset ${String(offset)} (${parsed.reason})`);
  }
  const [first] = strange;
  const count = String(strange.length);
  const warning =
    first &&
    `records of the state topic that cannot be read and are passed over: ${count}, the first ${first}`;
  return { records, warning };
}
