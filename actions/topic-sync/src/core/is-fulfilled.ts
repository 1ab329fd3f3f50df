import type { Operation } from './operation.ts';
import { isPlaced } from './placement/is-placed.ts';
import type { ReplicaView } from './replica-view.ts';
import { hasOverride, stepState } from './step-state.ts';
import type { Observation, ObservedTopic } from './topic.ts';

/**
 * Whether the cluster is as an operation wants it, whoever made it so. What cannot be seen is not. `replicas` is needed
 * for a placement.
 */
export function isFulfilled(
  operation: Operation,
  now: Observation | undefined,
  replicas: ReplicaView | null = null,
): boolean {
  if (now === undefined || now.kind === 'unknown') return false;
  if (operation.kind === 'delete-topic') {
    return now.kind === 'absent' || now.topic.id !== operation.topicId;
  }
  if (operation.kind === 'create-topic') return stepState(operation, now).kind === 'done';
  return isPresent(now, operation.topicId) && isSo(operation, now.topic, replicas);
}

const isPresent = (now: Observation, topicId: string): now is Extract<Observation, { kind: 'present' }> =>
  now.kind === 'present' && now.topic.id === topicId;

function isSo(
  operation: Exclude<Operation, { kind: 'create-topic' | 'delete-topic' }>,
  topic: ObservedTopic,
  replicas: ReplicaView | null,
): boolean {
  switch (operation.kind) {
    case 'set-config':
    case 'unset-config': {
      // That there is one is all that can be known.
      if (operation.sensitive) return hasOverride(topic, operation.name, operation.after);
      const { topic: name, topicId } = operation;
      const step = { kind: 'alter-config', topic: name, topicId, changes: [operation] } as const;
      return stepState(step, { kind: 'present', topic }).kind === 'done';
    }
    case 'add-partitions':
    case 'remove-partitions':
      return topic.replicas.length === operation.after;
    case 'change-replication-factor':
      return topic.replicas.every((factor) => factor === operation.after);
    case 'spread-replicas':
      return replicas !== null && isPlaced(operation, replicas);
  }
}
