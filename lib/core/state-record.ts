import { parseJsonObject } from './json-object.ts';

/** What every record of a rolling reboot's state topic has, whatever else belongs to its state. */
export interface StateRecord {
  readonly state: string;
  /** The cycle of restarts that it belongs to. */
  readonly cycle: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Of the states of one node. */
  readonly node?: string;
}

/** The topic where nobody gives another one. */
export const STATE_TOPIC = '_rolling-reboot';

/** A record as it is in the topic; undefined for what no rolling reboot wrote. */
export function parseStateRecord(text: string): StateRecord | undefined {
  const { state, cycle, at, node } = parseJsonObject(text) ?? {};
  if (typeof state !== 'string' || typeof cycle !== 'string' || typeof at !== 'number') return undefined;
  return { state, cycle, at, ...(typeof node === 'string' ? { node } : {}) };
}
