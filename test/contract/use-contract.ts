import { expect, test } from '@jest/globals';
import type { Kafka, Message } from 'kafkajs';
import type { DeleteTopic } from '../../actions/topic-sync/src/core/operation.ts';
import {
  groupsOn,
  type GroupUse,
  type Moment,
  type Offsets,
} from '../../actions/topic-sync/src/core/topic-use.ts';
import type { ObservedTopic, TopicName } from '../../actions/topic-sync/src/core/topic.ts';
import type { TopicCluster } from '../../actions/topic-sync/src/ports.ts';
import { calmKafka } from '../../lab/calm-kafka.ts';
import { FakeTopicCluster } from '../fakes/fake-topic-cluster.ts';
import { eventually } from '../lab/eventually.ts';
import type { Subject } from './topic-subjects.ts';

interface Given {
  readonly subject: Subject;
  /** A topic of two partitions. */
  readonly create: () => Promise<ObservedTopic>;
  /** A topic of one partition. */
  readonly createLog: () => Promise<ObservedTopic>;
}

const OLD = Date.UTC(2026, 0, 1);
const NEW = OLD + 60_000;

/** What deletions and their guard rely on, the same for the fake and for real clusters. */
export function useContract(given: () => Given): void {
  test('a topic goes by its id, and not by another one', () => deletesById(given()));
  test('all topics are listed', async () => {
    const { subject, create } = given();
    const { name } = await create();
    expect(await subject.cluster.list()).toContainEqual({ name, internal: false });
  });
  test('records are found by their time', () => findsRecords(given()));
  test('groups tell what they read and have committed', () => tellsGroups(given()));
  test('a rolling reboot tells what it recorded, and nothing where it has no topic', () =>
    tellsRestarts(given()));
}

async function deletesById({ subject: { cluster }, create }: Given): Promise<void> {
  const { name, id } = await create();
  const step: DeleteTopic = { kind: 'delete-topic', topic: name, topicId: id, unusedForMs: 0 };
  expect(await cluster.validate([step])).toEqual([{ kind: 'accepted' }]);
  const [other] = await cluster.execute([{ ...step, topicId: 'AbCdEfGhIjKlMnOpQrStUv' }]);
  expect(other).toMatchObject({ kind: 'unclear' });
  expect(await stateOf(cluster, name)).toBe('present');
  expect(await cluster.execute([step])).toEqual([{ kind: 'accepted' }]);
  await eventually(`${name} is gone`, async () => (await stateOf(cluster, name)) === 'absent');
  expect(await cluster.execute([step])).toMatchObject([{ kind: 'unclear' }]);
}

async function stateOf(cluster: TopicCluster, name: TopicName): Promise<string | undefined> {
  return (await cluster.observeEverywhere([name])).get(name)?.kind;
}

const STOPPING = { state: 'stopping', cycle: 'cycle-1', at: 1, node: 'broker-1' };

async function tellsRestarts({ subject, createLog }: Given): Promise<void> {
  const { cluster } = subject;
  expect(await cluster.restarts('no-such-topic')).toEqual({ kind: 'known', records: [] });
  const { name } = await createLog();
  if (cluster instanceof FakeTopicCluster) {
    cluster.restarted.set(name, { kind: 'known', records: [STOPPING] });
  } else {
    const values = [JSON.stringify({ ...STOPPING, run: 'run-1' }), 'no record of a reboot'];
    await produce(
      subject,
      name,
      values.map((value) => ({ value })),
    );
  }
  expect(await cluster.restarts(name)).toEqual({ kind: 'known', records: [STOPPING] });
}

async function findsRecords({ subject, create }: Given): Promise<void> {
  const { name } = await create();
  await write(subject, name);
  const at = async (moment: Moment): Promise<unknown> => tell(await offsetsAt(subject.cluster, name, moment));
  expect(await at('earliest')).toEqual(['0', '0']);
  expect(await at('end')).toEqual(['3', '0']);
  expect(await at('newest')).toEqual([`1 ${String(NEW)}`, 'none']);
  expect(await at(OLD + 1)).toEqual([`1 ${String(NEW)}`, 'none']);
  expect(await at(NEW + 1)).toEqual(['none', 'none']);
}

async function offsetsAt(
  cluster: TopicCluster,
  name: TopicName,
  moment: Moment,
): Promise<Offsets | undefined> {
  return (await cluster.offsets(new Map([[name, moment]]))).get(name);
}

function tell(offsets: Offsets | undefined): unknown {
  if (offsets?.kind !== 'known') return offsets;
  return offsets.partitions.map(({ offset, timestamp }) => {
    if (offset === null) return 'none';
    return timestamp === null ? String(offset) : `${String(offset)} ${String(timestamp)}`;
  });
}

async function tellsGroups({ subject, create }: Given): Promise<void> {
  const { cluster } = subject;
  const { name } = await create();
  await commit(subject, 'committer', name);
  const ofTopic = async (): Promise<GroupUse[]> => groupsOn(await cluster.groups(), name);
  expect(await ofTopic()).toMatchObject([
    { group: 'committer', committed: [{ topic: name, partition: 0, offset: 2n }] },
  ]);
  const member = await join(subject, 'reader', name);
  await eventually(`a member reads ${name}`, async () =>
    (await ofTopic()).some(({ reads }) => reads.has(name)),
  );
  await member[Symbol.asyncDispose]();
  expect((await cluster.groups()).unreadable).toEqual([]);
}

const kafkaOf = ({ lab }: Subject): Kafka => calmKafka(lab?.bootstrapBrokers ?? [], 'use');

async function write(subject: Subject, topic: TopicName): Promise<void> {
  const times = [OLD, NEW, OLD];
  if (subject.cluster instanceof FakeTopicCluster) {
    subject.cluster.use.records.set(`${topic}-0`, times);
    return;
  }
  const messages = times.map((time) => ({ value: 'x', partition: 0, timestamp: String(time) }));
  await produce(subject, topic, messages);
}

async function produce(subject: Subject, topic: TopicName, messages: Message[]): Promise<void> {
  const producer = kafkaOf(subject).producer();
  await producer.connect();
  await producer.send({ topic, messages });
  await producer.disconnect();
}

async function commit(subject: Subject, group: string, topic: TopicName): Promise<void> {
  if (subject.cluster instanceof FakeTopicCluster) {
    subject.cluster.use.commit(group, topic, [2]);
    return;
  }
  const admin = kafkaOf(subject).admin();
  await admin.connect();
  await admin.setOffsets({ groupId: group, topic, partitions: [{ partition: 0, offset: '2' }] });
  await admin.disconnect();
}

async function join(subject: Subject, group: string, topic: TopicName): Promise<AsyncDisposable> {
  if (subject.cluster instanceof FakeTopicCluster) {
    subject.cluster.use.join(group, topic);
    return { [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  // It leaves when the fetch ends that is under way.
  const consumer = kafkaOf(subject).consumer({ groupId: group, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic });
  await consumer.run({ eachBatch: () => Promise.resolve() });
  return { [Symbol.asyncDispose]: () => consumer.disconnect() };
}
