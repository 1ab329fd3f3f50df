import type { SpreadReplicas } from '../operation.ts';
import type { ReplicaView } from '../replica-view.ts';
import { placeTopic } from './place-topic.ts';
import { settledReplicas } from './settled-replicas.ts';
import type { Assignment } from './spread-racks.ts';

/** Whether the replicas of a topic are on brokers that a placement is content with, whoever leads. */
export function isPlaced({ topic, topicId, placement }: SpreadReplicas, view: ReplicaView): boolean {
  if (view.topics.get(topic)?.id !== topicId) return false;
  const before = settledReplicas(topic, view);
  const { existing } = placeTopic({
    ...{ topic, placement, brokers: view.brokers, before },
    ...{ wanted: before, added: 0, factor: 0 },
  });
  return textOf(before) === textOf(existing);
}

const textOf = (assignment: Assignment): string =>
  assignment.map((replicas) => replicas.toSorted((a, b) => a - b).join()).join(';');
