import { isAuthorized } from '../../../lib/adapters/kafka/authorized-operations.ts';
import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { metadata } from '../../../lib/adapters/kafka/metadata.ts';
import { topicLayouts } from '../../../lib/adapters/kafka/topic-layouts.ts';
import { brokerConfigs } from './kafka-broker-configs.ts';
import type { Answer } from './core/judge-answers.ts';
import type { DeleteTopic } from './core/operation.ts';
import type { ListedTopic } from './core/other-topics.ts';

/** The brokers cannot validate a deletion: whether we may is all that they tell. */
export async function mayDelete(
  connection: KafkaConnection,
  steps: readonly DeleteTopic[],
): Promise<Map<DeleteTopic, Answer>> {
  if (steps.length === 0) return new Map();
  const off = await withoutDeletion(connection);
  if (off.length > 0) {
    const message = `delete.topic.enable is false on broker ${off.map(String).join(', ')}`;
    return new Map(steps.map((step) => [step, { kind: 'refused', message }]));
  }
  const request = { topics: steps.map(({ topic }) => topic), withOperations: true };
  const { topics } = await connection.send(metadata, request, 'any');
  const byName = new Map(topics.map(({ name, operations }) => [name, operations]));
  return new Map(
    steps.map((step) => {
      const operations = byName.get(step.topic) ?? 0;
      const may = isAuthorized(operations, 'Delete');
      return [
        step,
        may ? { kind: 'accepted' } : { kind: 'unauthorised', needs: `Delete on Topic:${step.topic}` },
      ];
    }),
  );
}

/**
 * The brokers that delete no topics at all. One that does not tell is none of them: the apply would be refused, and
 * nothing were lost by that.
 */
async function withoutDeletion(connection: KafkaConnection): Promise<number[]> {
  const ids = (await connection.brokers()).map(({ id }) => id);
  const values = await Promise.all(ids.map((id) => brokerConfigs(connection, id, ['delete.topic.enable'])));
  return ids.filter((_, index) => values[index]?.get('delete.topic.enable') === 'false');
}

export async function listTopics(connection: KafkaConnection): Promise<ListedTopic[]> {
  const { topics } = await connection.send(topicLayouts, { topics: null }, 'any');
  return topics.map(({ name, internal }) => ({ name, internal }));
}
