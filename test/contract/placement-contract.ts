import { expect, test } from '@jest/globals';
import type { ReplicaTopic } from '../../actions/topic-sync/src/core/replica-view.ts';
import { removeOwn } from '../../actions/topic-sync/src/core/throttle.ts';
import type { TopicName } from '../../actions/topic-sync/src/core/topic.ts';
import type { TopicCluster } from '../../actions/topic-sync/src/ports.ts';
import { found } from '../lab/eventually.ts';
import { applyDocument } from './apply-document.ts';

interface Given {
  /** Three brokers, the second one in a rack of its own. */
  readonly cluster: TopicCluster;
  readonly newName: () => TopicName;
}

const APPLIES_MS = 120_000;

/** What a declared placement makes of the brokers' own view, the same for the fake and for real clusters. */
export function placementContract(given: () => Given): void {
  test(
    'a topic is made, kept and grown on the brokers that its placement wants',
    async () => {
      const { cluster, newName } = given();
      const name = newName();
      const rackAware = documentOf(name, 'partitions: 3, replicationFactor: 2, placement: rack-aware');
      await mustApply(cluster, rackAware, 'create-topic');
      expect(await racksOf(cluster, name)).toEqual([2, 2, 2]);
      await misplace(cluster, name);
      await mustApply(cluster, rackAware, 'spread-replicas');
      expect(await racksOf(cluster, name)).toEqual([2, 2, 2]);
      const balanced = 'partitions: 6, replicationFactor: 2, placement: balanced, ordering: none';
      await mustApply(cluster, documentOf(name, balanced), 'add-partitions');
      await expectEven(cluster, name);
      expect(removeOwn(await cluster.throttles([name]))).toEqual([]);
    },
    APPLIES_MS,
  );
}

const documentOf = (name: string, spec: string): string => `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: ${name} }
spec: { ${spec} }
`;

/** Nothing is left to do afterwards: that is what `applied` says. */
async function mustApply(cluster: TopicCluster, document: string, kind: string): Promise<void> {
  const { status, because, outcomes } = await applyDocument(cluster, document, { consents: ['reassign'] });
  expect({ status, because }).toMatchObject({ status: 'applied' });
  expect(outcomes.map(({ change }) => change.operation.kind)).toContain(kind);
}

/** In how many racks the replicas of each partition are. */
async function racksOf(cluster: TopicCluster, name: TopicName): Promise<number[]> {
  const { brokers, topics } = await cluster.replicas([name]);
  const racks = new Map(brokers.map(({ id, rack }) => [id, rack]));
  const { partitions = [] } = topics.get(name) ?? {};
  return partitions.map(({ replicas }) => new Set(replicas.map((id) => racks.get(id))).size);
}

/** Somebody moves a partition into one rack. */
async function misplace(cluster: TopicCluster, name: TopicName): Promise<void> {
  const replicas = [1, 3];
  expect(await cluster.reassign([{ topic: name, partition: 0, replicas }])).toEqual([{ kind: 'accepted' }]);
  await found('the partition in one rack', async () => {
    const { topics, running } = await cluster.replicas([name]);
    const [first] = topics.get(name)?.partitions ?? [];
    return running.length === 0 && first?.replicas.join() === replicas.join() ? true : undefined;
  });
}

async function expectEven(cluster: TopicCluster, name: TopicName): Promise<void> {
  const even = await found('leaders that are even', async () => {
    const topic = (await cluster.replicas([name])).topics.get(name);
    return topic !== undefined && isLedEvenly(topic) ? topic : undefined;
  });
  const held = even.partitions.flatMap(({ replicas }) => replicas);
  const count = (id: number): number => held.filter((each) => each === id).length;
  // The second broker is alone in its rack.
  expect([count(1), count(2), count(3)]).toEqual([3, 6, 3]);
}

/** The brokers lead a moment after they were elected. */
const isLedEvenly = ({ partitions }: ReplicaTopic): boolean =>
  [1, 2, 3].every((id) => partitions.filter(({ leader }) => leader === id).length === 2);
