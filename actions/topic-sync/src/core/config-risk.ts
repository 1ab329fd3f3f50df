import { listItems } from './config-value.ts';
import type { Risk } from './operation.ts';

/** The value in force by config name; null when it is not known. */
export type Effective = (name: string) => string | null;

export interface JudgedRisk {
  readonly risk: Risk;
  readonly because: string | null;
}

/** By name: the key whose value stands for -2. */
const RETENTION: ReadonlyMap<string, string> = new Map([
  ['retention.ms', 'retention.ms'],
  ['retention.bytes', 'retention.bytes'],
  ['local.retention.ms', 'retention.ms'],
  ['local.retention.bytes', 'retention.bytes'],
]);

/**
 * What may be lost when one config changes, judged on the values in force before and after, inherited ones included.
 * A value that cannot be seen is taken for the worst one.
 */
export function configRisk(name: string, before: Effective, after: Effective): JudgedRisk {
  if (RETENTION.has(name)) return retentionRisk(name, before, after);
  return name === 'cleanup.policy' ? cleanupRisk(before(name), after(name)) : { risk: 'safe', because: null };
}

function retentionRisk(name: string, before: Effective, after: Effective): JudgedRisk {
  const [old, now] = [limit(name, before), limit(name, after)];
  if (old === undefined || now === undefined) return dataLoss(`${name} cannot be seen before and after`);
  if (now === 'infinite' || (old !== 'infinite' && now >= old)) return { risk: 'safe', because: null };
  return dataLoss(
    `${name} in force goes down from ${String(old)} to ${String(now)}: older records are deleted`,
  );
}

/** -1 keeps records without end; -2 (local retention only) means the same as the retention itself. */
function limit(name: string, effective: Effective): bigint | 'infinite' | undefined {
  const text = effective(name);
  if (text === null || !/^-?\d+$/.test(text.trim())) return undefined;
  const value = BigInt(text);
  const whole = RETENTION.get(name) ?? name;
  if (value === -2n && whole !== name) return limit(whole, effective);
  return value < 0n ? 'infinite' : value;
}

function cleanupRisk(before: string | null, after: string | null): JudgedRisk {
  if (before === null || after === null) return dataLoss('cleanup.policy cannot be seen before and after');
  const old = new Set(listItems(before));
  const gained = listItems(after).filter((policy) => !old.has(policy));
  if (gained.length === 0) return { risk: 'safe', because: null };
  return dataLoss(`cleanup.policy gains ${gained.join(' and ')}: records that were kept are deleted`);
}

const dataLoss = (because: string): JudgedRisk => ({ risk: 'data-loss', because });
