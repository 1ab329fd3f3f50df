import { expect, test } from '@jest/globals';
import type { ChangeResults } from '../../../lib/adapters/kafka/change-results.ts';
import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import type { CreatedTopic, CreateTopicsRequest } from '../../../lib/adapters/kafka/create-topics.ts';
import type { CreateTopic } from './core/operation.ts';
import type { TopicName } from './core/topic.ts';
import { kafkaTopicCluster } from './kafka-topic-cluster.ts';

const ACCEPTED = { kind: 'accepted' } as const;
const THROTTLED = 89;
const NOT_CONTROLLER = 41;

const creation = (name: string): CreateTopic => ({
  kind: 'create-topic',
  topic: name as TopicName,
  partitions: 3,
  replicationFactor: 3,
  config: [],
});

/** A controller with a quota; it keeps what it was asked for, and how long it was let alone. */
class Controller {
  readonly asked: string[][] = [];
  readonly waits: number[] = [];
  readonly #code: (name: string, attempt: number) => number;
  readonly #throttleMs: number;

  constructor(throttleMs: number, code: (name: string, attempt: number) => number) {
    this.#throttleMs = throttleMs;
    this.#code = code;
  }

  cluster(): ReturnType<typeof kafkaTopicCluster> {
    const connection = { send: (_: unknown, request: CreateTopicsRequest) => this.#answer(request) };
    return kafkaTopicCluster(connection as unknown as KafkaConnection, (milliseconds) => {
      this.waits.push(milliseconds);
      return Promise.resolve();
    });
  }

  #answer({ topics }: CreateTopicsRequest): Promise<ChangeResults<CreatedTopic>> {
    this.asked.push(topics.map(({ name }) => name));
    const results = topics.map(({ name }) => {
      const errorCode = this.#code(name, this.asked.length);
      return { name, topicId: '', errorCode, errorMessage: null };
    });
    const isFull = results.some(({ errorCode }) => errorCode === THROTTLED);
    return Promise.resolve({ throttleMs: isFull ? this.#throttleMs : 0, results });
  }
}

test('a check waits for a quota as long as the controller says', async () => {
  const controller = new Controller(12_000, (_, attempt) => (attempt < 3 ? THROTTLED : 0));
  expect(await controller.cluster().validate([creation('a')])).toEqual([ACCEPTED]);
  expect(controller.waits).toEqual([12_000, 12_000]);
});

test('a change that a quota keeps back is told as such, with how long; the others are made', async () => {
  const controller = new Controller(12_000, (name) => (name === 'b' ? THROTTLED : 0));
  expect(await controller.cluster().execute(['a', 'b', 'c'].map(creation))).toEqual([
    ACCEPTED,
    { kind: 'not-yet', message: 'THROTTLING_QUOTA_EXCEEDED', afterMs: 12_000 },
    ACCEPTED,
  ]);
  expect([controller.asked, controller.waits]).toEqual([[['a', 'b', 'c']], []]);
});

test('only what the quota kept back is asked for again, and goes on while any of it comes through', async () => {
  const names = Array.from({ length: 15 }, (_, at) => `t${String(at)}`);
  const controller = new Controller(1_000, (name, attempt) =>
    Number(name.slice(1)) < attempt ? 0 : THROTTLED,
  );
  const answers = await controller.cluster().validate(names.map(creation));
  expect(answers).toEqual(names.map(() => ACCEPTED));
  expect(controller.asked.map((asked) => asked[0])).toEqual(names);
});

test('a quota that never has room, and a controller that is never found, are told', async () => {
  const cases = [
    [THROTTLED, 'THROTTLING_QUOTA_EXCEEDED', 60_000],
    [NOT_CONTROLLER, 'NOT_CONTROLLER', 500],
  ] as const;
  for (const [code, message, pause] of cases) {
    const controller = new Controller(9_000_000, () => code);
    expect(await controller.cluster().validate([creation('a')])).toEqual([{ kind: 'unclear', message }]);
    expect(controller.waits).toEqual(Array.from({ length: 9 }, () => pause));
  }
});
