import { type Problem, problemAt } from '../../../../../lib/core/problem.ts';
import { counted } from '../counted.ts';
import { type Blocked, type Change, isReplicaChange } from '../operation.ts';
import { listed, tooFewBrokers } from '../place-changes.ts';
import type { ReplicaView } from '../replica-view.ts';
import type { DesiredTopic } from '../topic.ts';
import type { PlacedTopic } from './placed-topics.ts';
import { placeOfPlacement, spreadChange } from './spread-change.ts';

/** Why it cannot be told where the replicas of a topic are to go. */
export function unplaceable(
  { brokers, topics }: ReplicaView,
  { topic: { name, placement, replicationFactor }, topicId }: PlacedTopic,
): Blocked | null {
  const unracked = brokers.filter(({ rack }) => rack === null).map(({ id }) => id);
  const isMeant = placement === 'rack-aware' || unracked.length < brokers.length;
  if (unracked.length > 0 && isMeant) {
    return {
      because: `broker ${listed(unracked)} does not tell its rack, which placement: ${placement} goes by`,
      fix: 'Set broker.rack on all brokers, or write placement: unmanaged.',
    };
  }
  if (topicId === null) return tooFewBrokers(replicationFactor.value, brokers);
  return topics.has(name) ? null : { because: 'its replicas cannot be seen', fix: 'Run it again.' };
}

/** Where that cannot be told, no replica of the topic is placed or moved. */
export function withoutPlaces(
  { topic, topicId }: PlacedTopic,
  changes: readonly Change[],
  blocked: Blocked,
): Change[] {
  const own = changes.map((change) =>
    placesReplicas(change) ? { ...change, blocked: change.blocked ?? blocked } : change,
  );
  if (topicId === null || own.some(placesReplicas)) return own;
  const because = `the file says placement: ${topic.placement}, and whether it is kept cannot be told`;
  return [...own, spreadChange(topic, { because, blocked, topicId, moves: [], assignment: [] })];
}

const placesReplicas = (change: Change): boolean =>
  isReplicaChange(change) || ['create-topic', 'add-partitions'].includes(change.operation.kind);

/** What placements cannot do, or cannot see now. */
export const placementDoubts = (placed: readonly PlacedTopic[], view: ReplicaView): Problem[] => [
  ...placed.flatMap(({ topic }) => fewRacks(topic, view)),
  ...unseen(placed, view),
];

function fewRacks(topic: DesiredTopic, { brokers }: ReplicaView): Problem[] {
  if (topic.placement !== 'rack-aware') return [];
  const [factor, count] = [topic.replicationFactor.value, new Set(brokers.map(({ rack }) => rack)).size];
  if (factor <= count) return [];
  const what = `${topic.name} has ${counted(factor, 'replica')}, and the brokers that are up are in ${counted(count, 'rack')}`;
  const fix = 'They are in all racks, and some in the same one. Add racks, or put a lower factor.';
  return [problemAt(placeOfPlacement(topic), what, fix)];
}

/** The rack of a broker that is down is not known: what it holds counts as well placed. */
function unseen(placed: readonly PlacedTopic[], { topics, brokers }: ReplicaView): Problem[] {
  const up = new Set(brokers.map(({ id }) => id));
  const down = new Map<number, Set<string>>();
  for (const { topic } of placed) {
    const held = topics.get(topic.name)?.partitions.flatMap(({ replicas }) => replicas) ?? [];
    for (const id of held.filter((each) => !up.has(each)))
      down.set(id, (down.get(id) ?? new Set()).add(topic.name));
  }
  return [...down].map(([id, names]) => {
    const [first = ''] = names;
    const whose = names.size === 1 ? first : `${first} and ${counted(names.size - 1, 'other topic')}`;
    return {
      where: 'placement',
      what: `broker ${String(id)} is down, and its rack is not known`,
      fix: `What it holds of ${whose} is not judged.`,
    };
  });
}
