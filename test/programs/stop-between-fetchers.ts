// A consumer of kafkajs is told to stop after one of its fetchers has met a new broker and before the other one has its
// answer. It says `told` then, and `left` when it has left its group. With `calmed` as its argument, kafkajs is mended.
import process from 'node:process';
import { setImmediate as turn } from 'node:timers/promises';
import Runner from 'kafkajs/src/consumer/runner.js';
import { calmKafkajs } from '../../lib/adapters/kafka/calm-kafkajs.ts';

const nothing = (): Promise<void> => Promise.resolve();
const silent = { namespace: () => silent, debug: nothing, info: nothing, warn: nothing, error: nothing };

if (process.argv.includes('calmed')) calmKafkajs();
const brokers = [1, 2];
const asked = new Map<number, PromiseWithResolvers<readonly unknown[]>>();
const group = {
  groupId: 'group',
  memberId: 'member',
  getNodeIds: () => [...brokers],
  connect: nothing,
  joinAndSync: nothing,
  heartbeat: nothing,
  leave: nothing,
  fetch: (broker: number) => {
    const answer = Promise.withResolvers<readonly unknown[]>();
    asked.set(broker, answer);
    return answer.promise;
  },
};
const runner = new Runner({
  logger: silent,
  consumerGroup: group,
  instrumentationEmitter: { emit: nothing },
  concurrency: 1,
  eachBatch: nothing,
  onCrash: (failure: unknown) => {
    throw failure;
  },
  retry: { retries: 0 },
});

void runner.start();
while (asked.size < brokers.length) await turn();
brokers.push(3);
asked.get(1)?.resolve([]);
await turn();
const stopped = runner.stop();
await turn();
process.stdout.write('told\n');
asked.get(2)?.resolve([]);
await stopped;
process.stdout.write('left\n');
