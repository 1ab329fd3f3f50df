import { expect, test } from '@jest/globals';
import type {
  BrokerStorage,
  ReplicaTopic,
  ThrottleView,
} from '../../actions/topic-sync/src/core/replica-view.ts';
import { removeOwn, slowBrokers, throttleMoves } from '../../actions/topic-sync/src/core/throttle.ts';
import type { ObservedTopic, TopicName } from '../../actions/topic-sync/src/core/topic.ts';
import type { TopicCluster } from '../../actions/topic-sync/src/ports.ts';
import { eventually, found } from '../lab/eventually.ts';

interface Given {
  readonly cluster: TopicCluster;
  /** A topic of two partitions with two replicas each. */
  readonly create: () => Promise<ObservedTopic>;
}

/** What the moves of replicas rely on, the same for the fake and for real clusters. */
export function reassignContract(given: () => Given): void {
  test('these brokers reassign, and we may', async () => {
    expect(await given().cluster.mayReassign()).toEqual({ kind: 'accepted' });
  });
  test('each broker tells what it holds and what room it has', () => tellsStorage(given()));
  test('replicas are added and dropped, and are in sync then', () => addsAndDrops(given()));
  test('there is nothing to cancel where nothing moves', async () => {
    const { name } = await given().create();
    const [answer] = await given().cluster.reassign([{ topic: name, partition: 0, replicas: null }]);
    expect(answer).toMatchObject({ kind: 'refused' });
  });
  test('our throttles are read as they were written, and go without those of others', () =>
    keepsForeign(given()));
}

async function tellsStorage({ cluster, create }: Given): Promise<void> {
  const { name } = await create();
  const { partitions } = await where(cluster, name);
  // A broker makes the replicas of a new topic a moment after the topic is known.
  const held = partitions.reduce((total, { replicas }) => total + replicas.length, 0);
  const told = async () => (await cluster.storage([name])).flatMap(replicasOf);
  await eventually('every replica is on its broker', async () => (await told()).length === held);
  const storage = await cluster.storage([name]);
  expect(storage.map(({ broker }) => broker).sort()).toEqual([1, 2, 3]);
  for (const each of storage) {
    expect(each).toMatchObject({ kind: 'known', usableBytes: expect.any(Number) });
    const expected = partitions.filter(({ replicas }) => replicas.includes(each.broker));
    expect(replicasOf(each).sort()).toEqual(
      expected.map(({ partition }) => `${name}-${String(partition)}`).sort(),
    );
  }
}

const replicasOf = (each: BrokerStorage): string[] =>
  each.kind === 'known' ? each.replicas.map(({ topic, partition }) => `${topic}-${String(partition)}`) : [];

async function addsAndDrops({ cluster, create }: Given): Promise<void> {
  const { name, id } = await create();
  const before = await where(cluster, name);
  expect(before.id).toBe(id);
  for (const factor of [3, 1]) {
    const moves = before.partitions.map(({ partition, replicas: [first = 1] }) => ({
      topic: name,
      partition,
      replicas: [first, ...[1, 2, 3].filter((each) => each !== first)].slice(0, factor),
    }));
    const answers = await cluster.reassign(moves);
    expect(answers.map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
    // A broker shows a moment later that the new ones are in sync.
    const after = await where(cluster, name, ({ partitions }) =>
      partitions.every(({ inSync }) => inSync.length === factor),
    );
    expect(after.partitions.map(({ replicas }) => replicas)).toEqual(moves.map(({ replicas }) => replicas));
    expect(await cluster.electPreferred(moves)).toEqual([]);
  }
}

async function keepsForeign({ cluster, create }: Given): Promise<void> {
  const { name } = await create();
  const foreign = { name: 'leader.replication.throttled.replicas', value: '0:1,5:2' } as const;
  const rate = { name: 'follower.replication.throttled.rate', value: '7000000' } as const;
  const set = 'set' as const;
  await accepted(cluster, [
    { type: 'topic', name, operations: [{ ...foreign, operation: set }] },
    { type: 'broker', name: '2', operations: [{ ...rate, operation: set }] },
  ]);
  const before = await throttles(
    cluster,
    name,
    ({ topics: [seen], brokers }) =>
      seen?.leader === foreign.value && brokers.some(({ follower }) => follower === rate.value),
  );
  const move = { partition: 0, before: [1, 2], after: [1, 2, 3] };
  const [topic = { topic: name, leader: null, follower: null }] = before.topics;
  const ours = [...slowBrokers(before.brokers, 5_000_000), ...throttleMoves([move], topic)];
  await accepted(cluster, ours);
  const during = await throttles(
    cluster,
    name,
    ({ topics: [seen], brokers }) =>
      seen?.follower !== null && brokers.every(({ leader }) => leader !== null),
  );
  expect(during.topics).toEqual([{ topic: name, leader: '0:1,5:2,0000:1,0000:2', follower: '0000:3' }]);
  expect(during.brokers).toEqual([
    { broker: 1, leader: '0005000000', follower: '0005000000' },
    { broker: 2, leader: '0005000000', follower: '7000000' },
    { broker: 3, leader: '0005000000', follower: '0005000000' },
  ]);
  await accepted(cluster, removeOwn(during));
  const after = await throttles(cluster, name, (seen) => removeOwn(seen).length === 0);
  expect(after).toEqual(before);
  const unset = 'delete' as const;
  await accepted(cluster, [
    { type: 'broker', name: '2', operations: [{ ...rate, operation: unset, value: null }] },
  ]);
}

async function accepted(
  cluster: TopicCluster,
  changes: Parameters<TopicCluster['alterThrottles']>[0],
): Promise<void> {
  expect(await cluster.alterThrottles(changes)).toEqual(changes.map(() => ({ kind: 'accepted' })));
}

/** Brokers show a change a moment after it was accepted. */
function throttles(
  cluster: TopicCluster,
  name: TopicName,
  wanted: (seen: ThrottleView) => boolean,
): Promise<ThrottleView> {
  return found(`the throttles of ${name} as they were set`, async () => {
    const seen = await cluster.throttles([name]);
    const brokers = seen.brokers.toSorted((a, b) => a.broker - b.broker);
    return wanted(seen) ? { ...seen, brokers } : undefined;
  });
}

function where(
  cluster: TopicCluster,
  name: TopicName,
  wanted: (topic: ReplicaTopic) => boolean = () => true,
): Promise<ReplicaTopic> {
  return found(`${name} where it was moved to`, async () => {
    const { topics, running } = await cluster.replicas([name]);
    const topic = topics.get(name);
    return topic !== undefined && wanted(topic) && running.length === 0 ? topic : undefined;
  });
}
