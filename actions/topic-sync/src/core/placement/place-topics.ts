import type { Problem } from '../../../../../lib/core/problem.ts';
import { inOrder } from '../diff.ts';
import { gate } from '../gate.ts';
import {
  type AddPartitions,
  type Change,
  type Consent,
  type CreateTopic,
  isReplicaChange,
  type ReplicaChange,
  type SpreadReplicas,
} from '../operation.ts';
import { obstacleTo } from '../place-changes.ts';
import { added, type PartitionMove, type PartitionReplicas } from '../place-replicas.ts';
import type { ReplicaTopic, ReplicaView } from '../replica-view.ts';
import type { DesiredTopic } from '../topic.ts';
import type { PlacedTopic } from './placed-topics.ts';
import { placementDoubts, unplaceable, withoutPlaces } from './placement-doubts.ts';
import { misplacedWords } from './placement-words.ts';
import { placeTopic, type TopicPlaces } from './place-topic.ts';
import { Racks } from './racks.ts';
import { settledReplicas } from './settled-replicas.ts';
import { spreadChange } from './spread-change.ts';
import type { Assignment } from './spread-racks.ts';

export interface Placing {
  readonly view: ReplicaView;
  readonly consents: ReadonlySet<Consent>;
}

/**
 * Gives the changes of topics the brokers that their placements want, and adds one where the replicas that are there
 * are elsewhere.
 */
export function placeTopics(
  changes: readonly Change[],
  topics: readonly PlacedTopic[],
  placing: Placing,
): { readonly changes: Change[]; readonly warnings: Problem[] } {
  const names = new Set(topics.map(({ topic }) => topic.name));
  const own = Map.groupBy(changes, ({ operation }) => operation.topic);
  const others = changes.filter(({ operation }) => !names.has(operation.topic));
  const made = topics.flatMap((each) => placeChanges(each, own.get(each.topic.name) ?? [], placing));
  const warnings = placementDoubts(topics, placing.view);
  return { changes: inOrder([...others, ...made]), warnings };
}

function placeChanges(
  { topic, topicId }: PlacedTopic,
  changes: readonly Change[],
  placing: Placing,
): Change[] {
  const blocked = unplaceable(placing.view, { topic, topicId });
  if (blocked !== null) return withoutPlaces({ topic, topicId }, changes, blocked);
  const factor = changes.find(isReplicaChange);
  const found = { seen: placing.view.topics.get(topic.name), factor };
  const places = placesOf(topic, found, placing);
  const own = changes.map((change) => withAssignment(change, places.added));
  if (factor !== undefined) {
    const moved = withMoves(factor, { ...found, places }, placing);
    return own.map((change) => (isReplicaChange(change) ? moved : change));
  }
  const spread = topicId === null ? undefined : spreadOf(topic, { ...found, places, topicId }, placing);
  return spread === undefined ? own : [...own, spread];
}

interface Found {
  /** undefined for a topic that is not there, or cannot be seen. */
  readonly seen: ReplicaTopic | undefined;
  readonly factor: Change<ReplicaChange> | undefined;
}

function placesOf(topic: DesiredTopic, { seen, factor }: Found, { view }: Placing): TopicPlaces {
  const before = settledReplicas(topic.name, view);
  const wanted = factor?.operation.assignment ?? [];
  return placeTopic({
    topic: topic.name,
    placement: topic.placement,
    brokers: view.brokers,
    before,
    wanted: wanted.length === 0 ? before : wanted,
    added: Math.max(0, topic.partitions.value - (seen?.partitions.length ?? 0)),
    factor: topic.replicationFactor.value,
  });
}

type Placed = Found & { readonly places: TopicPlaces };

/** Another replication factor, and the placement with it: one move for each partition. */
function withMoves(
  change: Change<ReplicaChange>,
  { seen, places }: Placed,
  { consents }: Placing,
): Change<ReplicaChange> {
  if (change.operation.moves.length === 0) return change;
  const moves = movesTo(seen?.partitions ?? [], places.existing);
  const copies = moves.some((move) => added(move).length > 0);
  const blocked = change.blocked ?? gate(copies ? 'reassign' : null, consents);
  return { ...change, blocked, operation: { ...change.operation, moves, assignment: places.existing } };
}

function spreadOf(
  topic: DesiredTopic,
  { seen, places, topicId }: Placed & { readonly topicId: string },
  { view, consents }: Placing,
): Change<SpreadReplicas> | undefined {
  const before = settledReplicas(topic.name, view);
  if (seen !== undefined && isSame(before, places.existing)) return undefined;
  const subject = { topic: topic.name, topicId, after: topic.replicationFactor.value };
  const obstacle = obstacleTo(subject, seen, view);
  const isBalanced = topic.placement === 'balanced';
  const because = misplacedWords(before, new Racks(view.brokers, topic.name), isBalanced);
  return spreadChange(topic, {
    because: because === '' ? 'its leaders would be uneven with the new partitions' : because,
    blocked: obstacle ?? gate('reassign', consents),
    topicId,
    moves: obstacle === null ? movesTo(seen?.partitions ?? [], places.existing) : [],
    assignment: places.existing,
  });
}

const isSame = (one: Assignment, other: Assignment): boolean =>
  one.every((replicas, index) => replicas.join() === other[index]?.join());

const movesTo = (partitions: readonly PartitionReplicas[], after: Assignment): PartitionMove[] =>
  partitions
    .map(({ partition, replicas: before }, index) => ({ partition, before, after: after[index] ?? before }))
    .filter(({ before, after: to }) => before.join() !== to.join());

function withAssignment(change: Change, assignment: Assignment): Change {
  const { operation } = change;
  if (!isMaking(operation) || assignment.length === 0) return change;
  return { ...change, operation: { ...operation, assignment } };
}

const isMaking = (operation: Change['operation']): operation is CreateTopic | AddPartitions =>
  operation.kind === 'create-topic' || operation.kind === 'add-partitions';
