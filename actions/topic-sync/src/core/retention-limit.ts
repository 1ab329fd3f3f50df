import type { Effective } from './effective.ts';

/** Milliseconds, or bytes of each partition. */
export type Limit = bigint | 'infinite';

/** By name: the key whose value stands for -2. */
const RETENTION: ReadonlyMap<string, string> = new Map([
  ['retention.ms', 'retention.ms'],
  ['retention.bytes', 'retention.bytes'],
  ['local.retention.ms', 'retention.ms'],
  ['local.retention.bytes', 'retention.bytes'],
]);

export const isRetention = (name: string): boolean => RETENTION.has(name);

/**
 * What a retention config comes to; undefined when it cannot be seen. -1 keeps records without end; -2 (local retention
 * only) means the same as the retention itself.
 */
export function retentionLimit(name: string, effective: Effective): Limit | undefined {
  const text = effective(name);
  if (text === null || !/^-?\d+$/.test(text.trim())) return undefined;
  const value = BigInt(text);
  const whole = RETENTION.get(name) ?? name;
  if (value === -2n && whole !== name) return retentionLimit(whole, effective);
  return value < 0n ? 'infinite' : value;
}
