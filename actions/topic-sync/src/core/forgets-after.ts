import { listItems } from './config-value.ts';
import { effective, type ObservedTopic } from './topic.ts';

/**
 * How old a record is at the least when Kafka deletes it, in milliseconds; Infinity where it deletes none, null where
 * that cannot be told: compaction goes by keys, and a log of 0 bytes keeps nothing.
 */
export function forgetsAfter({ config }: Pick<ObservedTopic, 'config'>): number | null {
  const [policy, bytes, milliseconds] = ['cleanup.policy', 'retention.bytes', 'retention.ms'].map((name) =>
    effective(config.get(name)),
  );
  const isPlain = typeof policy === 'string' && !listItems(policy).includes('compact');
  if (!isPlain || bytes === null || bytes === '0' || typeof milliseconds !== 'string') return null;
  const after = Number(milliseconds);
  return after < 0 ? Number.POSITIVE_INFINITY : after;
}
