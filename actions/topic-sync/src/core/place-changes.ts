import type { Problem } from '../../../../lib/core/problem.ts';
import { problemAt } from '../../../../lib/core/problem.ts';
import { counted } from './counted.ts';
import type { Blocked, Change, ReplicaChange } from './operation.ts';
import {
  type PartitionMove,
  type PartitionReplicas,
  placeReplicas,
  type PlaceBroker,
} from './place-replicas.ts';
import type { ReplicaTopic, ReplicaView } from './replica-view.ts';

export interface PlacedChanges {
  readonly changes: readonly Change<ReplicaChange>[];
  readonly warnings: readonly Problem[];
}

/**
 * Gives each change of a replication factor its moves, or says why it can have none. Where a reassignment that runs
 * leaves the topic as many replicas as it is to have, there is no change.
 */
export function placeChanges(
  wanted: readonly Change<ReplicaChange>[],
  view: ReplicaView,
  load: ReadonlyMap<number, number>,
): PlacedChanges {
  const rebalanced = wanted.filter((change) => isLeftSo(change.operation, view));
  const changes = wanted.filter((change) => !rebalanced.includes(change));
  let brokers: readonly PlaceBroker[] = view.brokers.map((broker) => ({
    ...broker,
    replicas: load.get(broker.id) ?? 0,
  }));
  const placed = changes.map((change) => {
    const topic = view.topics.get(change.operation.topic);
    const obstacle = obstacleTo(change.operation, topic, view);
    if (obstacle !== null || topic === undefined) return { ...change, blocked: obstacle ?? change.blocked };
    const moves = placeReplicas(topic.partitions, change.operation.after, brokers);
    brokers = loaded(brokers, moves);
    const after = new Map(moves.map((move) => [move.partition, move.after]));
    const assignment = topic.partitions.map(({ partition, replicas }) => after.get(partition) ?? replicas);
    return { ...change, operation: { ...change.operation, moves, assignment } };
  });
  const warnings = [...changes.flatMap((change) => doubts(change, view)), ...rebalanced.map(running)];
  return { changes: placed, warnings };
}

/** While replicas are moved, the brokers count those that go and those that come. */
export function isLeftSo({ topic: name, after }: ReplicaChange, { topics, running }: ReplicaView): boolean {
  const leaving = new Map(
    running.filter(({ topic }) => topic === name).map(({ partition, removing }) => [partition, removing]),
  );
  const partitions = topics.get(name)?.partitions ?? [];
  const isSo = ({ partition, replicas }: PartitionReplicas): boolean =>
    replicas.filter((id) => leaving.get(partition)?.includes(id) !== true).length === after;
  return leaving.size > 0 && partitions.every(isSo);
}

function running({ operation: { topic, after }, place }: Change<ReplicaChange>): Problem {
  const what = `a reassignment of ${topic} runs, which leaves it ${String(after)} replicas as the file says`;
  return problemAt(place, what, 'Nothing is to be done about it.');
}

function loaded(brokers: readonly PlaceBroker[], moves: readonly PartitionMove[]): PlaceBroker[] {
  const count = (ids: readonly number[], id: number): number => (ids.includes(id) ? 1 : 0);
  return brokers.map((broker) => {
    const gained = moves.map(({ before, after }) => count(after, broker.id) - count(before, broker.id));
    return { ...broker, replicas: gained.reduce((sum, one) => sum + one, broker.replicas) };
  });
}

/** Why the replicas of a topic cannot be moved; `after`: how many each partition is to have. */
export function obstacleTo(
  { topic: name, topicId, after }: Pick<ReplicaChange, 'topic' | 'topicId' | 'after'>,
  topic: ReplicaTopic | undefined,
  { brokers, running }: ReplicaView,
): Blocked | null {
  if (topic === undefined) return { because: 'its replicas cannot be seen', fix: 'Run it again.' };
  if (topic.id !== topicId)
    return { because: 'it was deleted and made again just now', fix: 'Run it again.' };
  const moving = running.filter((each) => each.topic === name).map(({ partition }) => partition);
  if (moving.length > 0) {
    const because = `a reassignment of it runs (partition ${listed(moving)})`;
    return {
      because,
      fix: 'Run it again when that has ended; what an earlier apply began is ended by the next one.',
    };
  }
  const few = tooFewBrokers(after, brokers);
  if (few !== null) return few;
  const headless = topic.partitions.filter(({ leader }) => leader < 0).map(({ partition }) => partition);
  if (headless.length === 0) return null;
  return { because: `partition ${listed(headless)} has no leader`, fix: 'Bring its brokers back first.' };
}

export function tooFewBrokers(factor: number, brokers: ReplicaView['brokers']): Blocked | null {
  if (factor <= brokers.length) return null;
  const because = `it needs ${String(factor)} brokers that are up, and there are ${String(brokers.length)} (${listed(brokers.map(({ id }) => id))})`;
  return { because, fix: 'Start or add brokers, or put a lower factor.' };
}

export const listed = (numbers: readonly number[]): string =>
  numbers
    .toSorted((a, b) => a - b)
    .map(String)
    .join(', ');

/** What weakens a placement without forbidding it. */
function doubts(change: Change<ReplicaChange>, { brokers, topics }: ReplicaView): Problem[] {
  const { topic: name } = change.operation;
  const up = new Set(brokers.map(({ id }) => id));
  const held = topics.get(name)?.partitions.flatMap(({ replicas }) => replicas) ?? [];
  const down = [...new Set(held.filter((id) => !up.has(id)))];
  const unracked = brokers.filter(({ rack }) => rack === null).map(({ id }) => id);
  const someRacks = unracked.length > 0 && unracked.length < brokers.length;
  return [
    ...(down.length === 0
      ? []
      : [
          problemAt(
            change.place,
            `${name} has replicas on ${counted(down.length, 'broker')} that is down: ${listed(down)}`,
            'It gets no new ones there; those that it has count as replicas.',
          ),
        ]),
    ...(someRacks
      ? [
          problemAt(
            change.place,
            `broker ${listed(unracked)} has no rack, and others have one`,
            'Those without one are taken for one rack; set broker.rack on them.',
          ),
        ]
      : []),
  ];
}
