import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RebootInstancesCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Partitioners } from 'kafkajs';
import { calmKafka } from '../../lab/calm-kafka.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { ec2Of } from '../lab/ec2-of.ts';
import { eventually } from '../lab/eventually.ts';
import { createTopic, underReplicated } from './lab-kafka.ts';
import { Receiver } from './services/receiver.ts';
import { StartedProgram } from './services/started-program.ts';

const MINUTES = 60_000;
const PARTITIONS = 6;

let lab: Lab;
let folder: string;

beforeAll(async () => {
  lab = await startLab({ secured: true });
  folder = await mkdtemp(path.join(tmpdir(), 'services-'));
}, 10 * MINUTES);

afterAll(async () => {
  await lab.close();
  await rm(folder, { recursive: true, force: true });
});

/**
 * A topic with so many records, each of its partitions in the same order. When one partition of a broker has no leader
 * yet, kafkajs sends those of all its partitions again: idempotent, so that they are not there twice.
 */
async function filledTopic(topic: string, records: number): Promise<void> {
  await createTopic(lab, topic, PARTITIONS);
  const producer = calmKafka(lab.bootstrapBrokers, 'fill').producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await producer.connect();
  const messages = Array.from({ length: records }, (_, index) => ({
    partition: index % PARTITIONS,
    value: String(index),
  }));
  await producer.send({ topic, messages });
  await producer.disconnect();
}

const consumerOf = (
  topic: string,
  receiver: Receiver,
  more: Readonly<Record<string, string>> = {},
): StartedProgram =>
  new StartedProgram('consumer', {
    KAFKA_BOOTSTRAP_BROKERS: lab.bootstrapBrokers.join(','),
    TOPICS: topic,
    GROUP_ID: `${topic}-readers`,
    HISTORY_FOLDER: path.join(folder, topic),
    ACTION: 'webhook',
    WEBHOOK_URL: receiver.url,
    WEBHOOK_CHECK_URL: `${receiver.url}/{key}`,
    ACTION_TIMEOUT: '500ms',
    SESSION_TIMEOUT: '6s',
    ...more,
  });

/** How many different actions were done. */
const doneBy = (receiver: Receiver, count: number): Promise<void> =>
  eventually(`${String(count)} actions`, () => receiver.done.size >= count, 2 * MINUTES);

describe('the consumer', () => {
  test(
    'that is killed at random moments repeats and drops nothing, and settles what was cut off',
    async () => {
      const RECORDS = 600;
      await filledTopic('killed', RECORDS);
      await using receiver = await Receiver.open(15);
      let settled = 0;
      for (let kill = 0; kill < 5; kill += 1) {
        await using consumer = consumerOf('killed', receiver);
        const before = receiver.done.size;
        await doneBy(receiver, before + 1);
        await sleep(Math.random() * 400);
        await consumer.end('SIGKILL');
        settled += consumer.lines.filter(({ msg }) => msg.startsWith('an action in doubt')).length;
      }
      await using last = consumerOf('killed', receiver);
      await doneBy(receiver, RECORDS);
      await sleep(500);
      settled += last.lines.filter(({ msg }) => msg.startsWith('an action in doubt')).length;
      expect(receiver.counts()).toEqual({ 1: RECORDS });
      expect(settled).toBeGreaterThan(0);
    },
    5 * MINUTES,
  );

  test(
    'shares its partitions with others that come and go, and leaves in seconds when it is told',
    async () => {
      const RECORDS = 900;
      await filledTopic('moved', RECORDS);
      await using receiver = await Receiver.open(20);
      await using first = consumerOf('moved', receiver);
      await doneBy(receiver, 50);
      await using second = consumerOf('moved', receiver);
      await eventually(
        'both have partitions',
        () => second.said('a partition is taken over') !== undefined,
        MINUTES,
      );
      const left = await first.end('SIGTERM');
      expect(left.code).toBe(0);
      expect(left.ms).toBeLessThan(10_000);
      await using third = consumerOf('moved', receiver);
      await doneBy(receiver, RECORDS);
      expect(third.said('this is a bug: please report it with the stack')).toBeUndefined();
      expect(receiver.counts()).toEqual({ 1: RECORDS });
    },
    5 * MINUTES,
  );

  test(
    'goes on while a broker is rebooted',
    async () => {
      const RECORDS = 900;
      await filledTopic('rebooted', RECORDS);
      await using receiver = await Receiver.open(20);
      await using consumer = consumerOf('rebooted', receiver);
      await doneBy(receiver, 50);
      using client = ec2Of(lab);
      const InstanceIds = lab.nodes.slice(0, 1).map(({ instanceId }) => instanceId);
      await client.ec2.send(new RebootInstancesCommand({ InstanceIds }));
      await doneBy(receiver, RECORDS);
      expect(receiver.counts()).toEqual({ 1: RECORDS });
      expect((await consumer.end('SIGTERM')).code).toBe(0);
      await eventually('all replicas are back', async () => (await underReplicated(lab)) === 0, MINUTES);
    },
    5 * MINUTES,
  );

  test(
    'waits for certificates that are mounted late, and says so',
    async () => {
      await filledTopic('late', 12);
      await using receiver = await Receiver.open(1);
      const access = lab.secured?.mtls ?? {};
      const files = Object.fromEntries(
        ['ssl-ca', 'ssl-cert', 'ssl-key'].map((name) => [
          `KAFKA_${name.toUpperCase().replaceAll('-', '_')}_FILE`,
          path.join(folder, `${name}.pem`),
        ]),
      );
      await using consumer = consumerOf('late', receiver, {
        ...files,
        KAFKA_BOOTSTRAP_BROKERS: access['bootstrap-brokers'] ?? '',
        KAFKA_SECURITY_PROTOCOL: 'SSL',
      });
      const waits = () => consumer.said('waiting for files that are not mounted yet') !== undefined;
      await eventually('it says that it waits', waits);
      for (const name of ['ssl-ca', 'ssl-cert', 'ssl-key']) {
        await writeFile(path.join(folder, `${name}.pem`), access[name] ?? '');
      }
      await doneBy(receiver, 12);
      expect(receiver.counts()).toEqual({ 1: 12 });
    },
    2 * MINUTES,
  );
});
