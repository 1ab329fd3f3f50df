// How long one look at a real cluster of 5,000 topics takes, and how much of it the minimums are.
import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaObserver } from '../../actions/rolling-reboot/src/kafka-observer.ts';
import { brokerId } from '../../actions/rolling-reboot/src/core/node.ts';
import type { Kafka } from '../../actions/rolling-reboot/src/ports.ts';
import { readMinimums } from '../../actions/rolling-reboot/src/read-minimums.ts';
import type { KafkaConnection } from '../../lib/adapters/kafka/connection.ts';
import { createTopics } from '../../lib/adapters/kafka/create-topics.ts';
import { startLab } from '../../lab/lab.ts';
import { withKafka } from '../e2e/lab-kafka.ts';

const TOPICS = 5_000;
const BATCH = 100;
const OBSERVERS = [1, 2, 3].map(brokerId);
const NAMES = Array.from({ length: TOPICS }, (_, index) => `topic-${String(index)}`);

await using lab = await startLab({ heapMegabytes: 512 });
await withKafka(lab, async (kafka) => {
  for (let first = 0; first < TOPICS; first += BATCH) await create(kafka, NAMES.slice(first, first + BATCH));
  await settle(kafkaObserver(() => Promise.resolve(kafka)));
  const observer = kafkaObserver(() => Promise.resolve(kafka));
  for (const look of ['first look', 'second look', 'third look']) {
    await timed(look, async () => {
      const { views, silent, minInSyncReplicas } = await observer.look(OBSERVERS, OBSERVERS);
      const partitions = views.map((view) => view.partitions.length).join(', ');
      const minimums = minInSyncReplicas.known ? minInSyncReplicas.value.size : minInSyncReplicas.reason;
      return `partitions by observer ${partitions}, silent ${String(silent.length)}, minimums ${String(minimums)}`;
    });
  }
  for (const brokers of [[], OBSERVERS]) {
    await timed(`minimums by ${brokers.length === 0 ? 'one broker' : 'three brokers'}`, async () => {
      const { size } = await readMinimums({ connection: kafka, brokers }, NAMES);
      return `${String(size)} topics`;
    });
  }
});

async function create(kafka: KafkaConnection, names: readonly string[]): Promise<void> {
  const topics = names.map((name) => ({
    name,
    partitions: 1,
    replicationFactor: 3,
    assignments: [],
    configs: [],
  }));
  const { results } = await kafka.send(
    createTopics,
    { topics, validateOnly: false, timeoutMs: 30_000 },
    'controller',
  );
  const refused = results.find(({ errorCode }) => errorCode !== 0);
  if (refused !== undefined) throw new Error(`${refused.name}: ${refused.errorMessage ?? ''}`);
}

/** Brokers learn of thousands of topics in their own time. */
async function settle(observer: Kafka): Promise<void> {
  for (;;) {
    const { views } = await observer.look(OBSERVERS, OBSERVERS);
    if (views.length === 3 && views.every(({ partitions }) => partitions.length >= TOPICS)) return;
    await sleep(1_000);
  }
}

async function timed(name: string, work: () => Promise<string>): Promise<void> {
  const started = performance.now();
  const what = await work();
  console.log(`${name}: ${String(Math.round(performance.now() - started))} ms (${what})`);
}
