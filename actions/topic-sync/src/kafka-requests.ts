import type { ChangeResults } from '../../../lib/adapters/kafka/change-results.ts';
import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import {
  createPartitions,
  type CreatePartitionsRequest,
} from '../../../lib/adapters/kafka/create-partitions.ts';
import { createTopics, type NewTopic } from '../../../lib/adapters/kafka/create-topics.ts';
import { deleteTopics } from '../../../lib/adapters/kafka/delete-topics.ts';
import {
  type ConfigOperation,
  incrementalAlterConfigs,
} from '../../../lib/adapters/kafka/incremental-alter-configs.ts';
import type { AddPartitions, ConfigChange, CreateTopic, DeleteTopic } from './core/operation.ts';
import type { ConfigStep, Step } from './core/step.ts';

export interface StepResult {
  readonly name: string;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** KRaft refuses a request that makes more than 10,000 records; a topic, a partition and a config are one each. */
const MOST_RECORDS = 9_000;
const MOST_STEPS = 200;
/** How long the controller may work on one request, in milliseconds. */
const TIMEOUT_MS = 30_000;

/** Batches of steps of one kind, each small enough for one request. */
export function inBatches(steps: readonly Step[]): Step[][] {
  const batches: Step[][] = [];
  for (const together of Map.groupBy(steps, ({ kind }) => kind).values()) {
    let room = 0;
    for (const step of together) {
      const batch = batches.at(-1);
      const fits = room >= recordsOf(step) && batch !== undefined && batch.length < MOST_STEPS;
      if (fits) batch.push(step);
      else batches.push([step]);
      room = (fits ? room : MOST_RECORDS) - recordsOf(step);
    }
  }
  return batches;
}

function recordsOf(step: Step): number {
  switch (step.kind) {
    case 'create-topic':
      return 1 + step.partitions + step.config.length;
    case 'alter-config':
      return step.changes.length;
    case 'add-partitions':
      return step.after - step.before;
    case 'delete-topic':
      return 1;
  }
}

/** There is no validateOnly for it: it deletes. */
export async function sendDeletions(
  connection: KafkaConnection,
  steps: readonly DeleteTopic[],
): Promise<ChangeResults<StepResult>> {
  const request = { topicIds: steps.map(({ topicId }) => topicId), timeoutMs: TIMEOUT_MS };
  const { throttleMs, results } = await connection.send(deleteTopics, request, 'controller');
  const named = steps.flatMap(({ topic, topicId }) =>
    results.filter((result) => result.topicId === topicId).map((result) => ({ ...result, name: topic })),
  );
  return { throttleMs, results: named };
}

/** Sends steps of one kind as one request; what is deleted is not sent by it. */
export async function sendSteps(
  connection: KafkaConnection,
  steps: readonly Step[],
  validateOnly: boolean,
): Promise<ChangeResults<StepResult>> {
  const options = { validateOnly, timeoutMs: TIMEOUT_MS };
  const creates = steps.filter((step) => step.kind === 'create-topic');
  if (creates.length > 0) {
    const request = { topics: creates.map(newTopic), ...options };
    return await connection.send(createTopics, request, 'controller');
  }
  const alters = steps.filter((step) => step.kind === 'alter-config');
  if (alters.length > 0) {
    const request = { resources: alters.map(alteration), validateOnly };
    return await connection.send(incrementalAlterConfigs, request, 'controller');
  }
  const topics = steps.filter((step) => step.kind === 'add-partitions').map(growth);
  return await connection.send(createPartitions, { topics, ...options }, 'controller');
}

const newTopic = ({
  topic,
  partitions,
  replicationFactor,
  config,
  assignment = [],
}: CreateTopic): NewTopic => ({
  name: topic,
  partitions,
  replicationFactor,
  assignments: assignment.map((replicas, partition) => ({ partition, replicas })),
  configs: config,
});

const alteration = ({
  topic,
  changes,
}: ConfigStep): { type: 'topic'; name: string; operations: ConfigOperation[] } => ({
  type: 'topic',
  name: topic,
  operations: changes.map(configOperation),
});

const configOperation = ({ name, after }: ConfigChange): ConfigOperation => ({
  name,
  operation: after === null ? 'delete' : 'set',
  value: after,
});

const growth = ({ topic, after, assignment }: AddPartitions): CreatePartitionsRequest['topics'][number] => ({
  name: topic,
  count: after,
  assignments: assignment ?? null,
});
