import { FakeTopicCluster } from '../fakes/fake-topic-cluster.ts';
import { document, MIB } from './moved-topic.ts';
import { observedTopic } from './observed-topic.ts';

/** Brokers 1, 2, … in these racks, and a topic `posts` of partitions of 10 MiB with these replicas. */
export function rackedWorld(
  racks: readonly (string | null)[],
  replicas: readonly number[][],
): FakeTopicCluster {
  const cluster = new FakeTopicCluster('fake-cluster', racks.length);
  for (const [index, rack] of racks.entries()) {
    const broker = cluster.world.brokers.get(index + 1);
    if (broker !== undefined) broker.rack = rack;
  }
  if (replicas.length === 0) return cluster;
  const topic = observedTopic('posts', { replicas: replicas.map(({ length }) => length) });
  cluster.topics.set(topic.name, topic);
  for (const [partition, held] of replicas.entries()) {
    cluster.world.assign('posts', partition, held);
    cluster.world.sizes.set(`posts-${String(partition)}`, 10 * MIB);
  }
  return cluster;
}

/** The file that wants `posts` placed. */
export const placedFile = (
  placement: string,
  [partitions, factor]: readonly [number, number],
  more = '',
): Record<string, string> =>
  document(
    `partitions: ${String(partitions)}, replicationFactor: ${String(factor)}, placement: ${placement}${more}`,
  );
