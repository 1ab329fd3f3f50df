import { expect, test } from '@jest/globals';
import { ApiUnsupported } from '../../../lib/adapters/kafka/api.ts';
import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Answer } from './core/judge-answers.ts';
import type { ConfigStep } from './core/step.ts';
import type { DeleteTopic } from './core/operation.ts';
import type { TopicName } from './core/topic.ts';
import { kafkaTopicCluster } from './kafka-topic-cluster.ts';

const name = 'old' as TopicName;
const DELETION: DeleteTopic = { kind: 'delete-topic', topic: name, topicId: 'id', unusedForMs: 0 };
/** Delete is the seventh bit: https://cwiki.apache.org/confluence/display/KAFKA/KIP-430 */
const ALL_OPERATIONS = -1;

type Answers = Readonly<Record<string, (to: unknown) => unknown>>;

/** A connection to two brokers that answers these calls. */
function cluster(answers: Answers): ReturnType<typeof kafkaTopicCluster> {
  const connection = {
    brokers: () => [{ id: 1 }, { id: 2 }],
    send: async ({ name: api }: { readonly name: string }, _: unknown, to: unknown): Promise<unknown> => {
      await Promise.resolve();
      const answer = answers[api];
      if (answer === undefined) throw new Error(`${api} was not expected`);
      return answer(to);
    },
  };
  return kafkaTopicCluster(connection as unknown as KafkaConnection);
}

const SEEN = { Metadata: () => ({ topics: [{ name, operations: ALL_OPERATIONS }] }) };
const enabled = (value: (to: unknown) => string): Answers => ({
  ...SEEN,
  DescribeConfigs: (to) => ({
    results: [
      { name: String(to), errorCode: 0, configs: [{ name: 'delete.topic.enable', value: value(to) }] },
    ],
  }),
});
const planned = async (answers: Answers): Promise<readonly Answer[]> => cluster(answers).validate([DELETION]);

test('a cluster that deletes no topics is found out by the plan', async () => {
  expect(await planned(enabled((to) => (to === 2 ? 'false' : 'true')))).toEqual([
    { kind: 'refused', message: 'delete.topic.enable is false on broker 2' },
  ]);
  expect(await planned(enabled(() => 'true'))).toEqual([{ kind: 'accepted' }]);
});

test('brokers that do not tell leave it to the apply, which is refused then', async () => {
  const silent = () => {
    throw new WorldFailure('broker 1 did not answer');
  };
  expect(await planned({ ...SEEN, DescribeConfigs: silent })).toEqual([{ kind: 'accepted' }]);
  const deleting = {
    DeleteTopics: () => ({ results: [{ topicId: 'id', errorCode: 73, errorMessage: null }] }),
  };
  expect(await cluster(deleting).execute([DELETION])).toEqual([
    {
      kind: 'refused',
      message: 'TOPIC_DELETION_DISABLED: delete.topic.enable is false on the controller',
    },
  ]);
});

test('brokers without IncrementalAlterConfigs are refused, and no older call is sent', async () => {
  const missing = new ApiUnsupported(
    { name: 'IncrementalAlterConfigs', versions: { min: 0, max: 1 } },
    '1',
    undefined,
  );
  const change = { topic: name, topicId: 'id', before: '1', after: null, sensitive: false };
  const step: ConfigStep = {
    kind: 'alter-config',
    topic: name,
    topicId: 'id',
    changes: [{ kind: 'unset-config', name: 'segment.ms', ...change }],
  };
  const answers: Answers = {
    IncrementalAlterConfigs: () => {
      throw missing;
    },
  };
  const refused = { kind: 'refused', message: missing.message };
  expect(await cluster(answers).validate([step])).toEqual([refused]);
  expect(await cluster(answers).execute([step])).toEqual([refused]);
});
