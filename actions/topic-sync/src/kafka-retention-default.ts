import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { brokerConfigs } from './kafka-broker-configs.ts';

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
  const brokers = await connection.brokers();
  const defaults = await Promise.all(brokers.map(({ id }) => ofBroker(connection, id)));
  const known = defaults.filter((value) => value !== undefined);
  return known.length < defaults.length ? null : least(known);
}

/** By which a broker says how long topics keep records. */
export const RETENTION_KEYS = UNITS.map(([name]) => name);

const ofBroker = async (connection: KafkaConnection, id: number): Promise<bigint | undefined> =>
  retentionIn(await brokerConfigs(connection, id, RETENTION_KEYS));

/** In milliseconds; negative is without end. */
export function retentionIn(values: ReadonlyMap<string, string | null>): bigint | undefined {
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
