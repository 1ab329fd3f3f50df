import type { PartitionReplicas } from '../place-replicas.ts';
import type { ReplicaView } from '../replica-view.ts';
import type { TopicName } from '../topic.ts';
import type { Assignment } from './spread-racks.ts';

/** The replicas of a topic as reassignments that run leave them: the brokers count those that go as well. */
export function settledReplicas(name: TopicName, { topics, running }: ReplicaView): Assignment {
  const leaving = new Map(
    running.filter(({ topic }) => topic === name).map(({ partition, removing }) => [partition, removing]),
  );
  const stays = ({ partition, replicas }: PartitionReplicas): number[] =>
    replicas.filter((id) => leaving.get(partition)?.includes(id) !== true);
  return (topics.get(name)?.partitions ?? []).map(stays);
}
