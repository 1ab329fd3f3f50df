import { isAuthorized } from '../../../lib/adapters/kafka/authorized-operations.ts';
import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { metadata } from '../../../lib/adapters/kafka/metadata.ts';
import type { Answer } from './core/judge-answers.ts';
import type { DeleteTopic } from './core/operation.ts';
import type { ListedTopic } from './core/other-topics.ts';

/** The brokers cannot validate a deletion: whether we may is all that they tell. */
export async function mayDelete(
  connection: KafkaConnection,
  steps: readonly DeleteTopic[],
): Promise<Map<DeleteTopic, Answer>> {
  if (steps.length === 0) return new Map();
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

export async function listTopics(connection: KafkaConnection): Promise<ListedTopic[]> {
  const { topics } = await connection.send(metadata, { topics: null }, 'any');
  return topics.map(({ name, internal }) => ({ name, internal }));
}
