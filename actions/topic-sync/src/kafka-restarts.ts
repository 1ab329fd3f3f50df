import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { findTopic } from '../../../lib/adapters/kafka/find-topic.ts';
import { readAll } from '../../../lib/adapters/kafka/topic-log.ts';
import { parseStateRecord } from '../../../lib/core/state-record.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Restarts } from './core/restarts.ts';

/** A leader that moves is waited for so long, in milliseconds. */
const PATIENCE_MS = 15_000;

/** What the rolling reboot has recorded; nothing where its topic is not there. */
export async function readRestarts(connection: KafkaConnection, topic: string): Promise<Restarts> {
  try {
    const finding = await findTopic(connection, topic);
    if (finding === 'absent') return { kind: 'known', records: [] };
    if (finding === 'hidden')
      return { kind: 'unknown', because: `needs Describe and Read on Topic:${topic}` };
    const records = await readAll(connection, topic, PATIENCE_MS);
    return { kind: 'known', records: records.flatMap(({ value }) => parseStateRecord(value) ?? []) };
  } catch (failure) {
    if (failure instanceof WorldFailure) return { kind: 'unknown', because: failure.message };
    throw failure;
  }
}
