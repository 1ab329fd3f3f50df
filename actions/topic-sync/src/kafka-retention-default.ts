import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { describeConfigs } from '../../../lib/adapters/kafka/describe-configs.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';

const HOUR_MS = 3_600_000n;
const MINUTE_MS = 60_000n;
const UNITS: readonly (readonly [string, bigint])[] = [
  ['log.retention.ms', 1n],
  ['log.retention.minutes', MINUTE_MS],
  ['log.retention.hours', HOUR_MS],
];

/**
 * The retention of topics without an override, in milliseconds, as `retention.ms` has it. A topic's own description
 * lacks it where the brokers have it in hours or minutes. The least of all brokers; null when one does not tell.
 */
export async function retentionDefault(connection: KafkaConnection): Promise<string | null> {
  try {
    const defaults = await Promise.all(connection.brokers().map(({ id }) => ofBroker(connection, id)));
    const known = defaults.filter((value) => value !== undefined);
    return known.length < defaults.length ? null : least(known);
  } catch (failure) {
    if (failure instanceof WorldFailure) return null;
    throw failure;
  }
}

async function ofBroker(connection: KafkaConnection, id: number): Promise<bigint | undefined> {
  const resource = { type: 'broker' as const, name: String(id), keys: UNITS.map(([name]) => name) };
  const { results } = await connection.send(describeConfigs, { resources: [resource] }, id);
  const values = new Map(results.flatMap(({ configs }) => configs.map(({ name, value }) => [name, value])));
  for (const [name, unit] of UNITS) {
    const value = values.get(name);
    if (typeof value === 'string') return BigInt(value) * (value.startsWith('-') ? 1n : unit);
  }
  return undefined;
}

/** Negative is without end. */
function least(values: readonly bigint[]): string | null {
  const ends = values.filter((value) => value >= 0n);
  const [first] = (ends.length > 0 ? ends : values).toSorted((a, b) => (a < b ? -1 : 1));
  return first === undefined ? null : String(first);
}
