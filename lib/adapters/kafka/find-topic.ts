import type { KafkaConnection } from './connection.ts';
import { errorName } from './error-codes.ts';
import { metadata } from './metadata.ts';

/** `hidden`: whether there is one is not told to this principal. */
export type Finding = 'found' | 'absent' | 'hidden';

/**
 * Whether any broker knows the topic: one whose metadata lags behind must not make a topic look like none.
 * @throws WorldFailure when one does not answer and no other knows it
 */
export async function findTopic(connection: KafkaConnection, topic: string): Promise<Finding> {
  const { brokers } = await connection.refresh();
  const answers = await Promise.allSettled(
    brokers.map(({ id }) => connection.send(metadata, { topics: [topic] }, id)),
  );
  const codes = answers.flatMap((answer) =>
    answer.status === 'fulfilled' ? [errorName(answer.value.topics[0]?.errorCode ?? -1)] : [],
  );
  if (codes.includes('TOPIC_AUTHORIZATION_FAILED')) return 'hidden';
  if (codes.some((code) => code !== 'UNKNOWN_TOPIC_OR_PARTITION')) return 'found';
  // Who does not answer may be the one that knows it.
  const silent = answers.find((answer) => answer.status === 'rejected');
  if (silent !== undefined) throw silent.reason;
  return 'absent';
}
