import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Problem } from '../../../lib/core/problem.ts';
import { judgeMoves } from './core/judge-moves.ts';
import { type Answer, judgeAnswer } from './core/judge-answers.ts';
import { inOrder } from './core/diff.ts';
import {
  type Blocked,
  type Change,
  type Consent,
  isReassignment,
  isReplicaChange,
  type Reassignment,
  type ReplicaChange,
} from './core/operation.ts';
import { placeChanges } from './core/place-changes.ts';
import { withoutPlaces } from './core/placement/placement-doubts.ts';
import type { PlacedTopic } from './core/placement/placed-topics.ts';
import { placeTopics } from './core/placement/place-topics.ts';
import { added } from './core/place-replicas.ts';
import type { Difference } from './core/plan.ts';
import type { MoveSettings, ReplicaView } from './core/replica-view.ts';
import type { TopicName } from './core/topic.ts';
import type { Validation } from './core/validation.ts';
import type { Clock, TopicCluster } from './ports.ts';
import { restartNow } from './restart-now.ts';

/** Between two looks at the disks, which show what producers write meanwhile, in milliseconds. */
const SAMPLE_MS = 5_000;

export interface MovePlanning {
  readonly cluster: TopicCluster;
  readonly clock: Clock;
  readonly settings: MoveSettings;
  readonly validation: Validation;
  readonly consents: ReadonlySet<Consent>;
  readonly placed: readonly PlacedTopic[];
}

/**
 * Decides where replicas go, for another replication factor and for a declared placement, and asks whether that can be
 * done; moves nothing.
 */
export async function planMoves(difference: Difference, planning: MovePlanning): Promise<Difference> {
  if (planning.placed.length === 0 && !difference.changes.some(isReplicaChange)) return difference;
  const answer = await planning.cluster.mayReassign();
  const { changes, warnings } = await placeIfPossible(difference.changes, answer, planning);
  const restart = changes.some(isReassignment) ? await restartNow(planning) : null;
  const judge = (change: Change): Change => {
    const judged = judgeAnswer(change, answer, planning.validation);
    return { ...judged, blocked: judged.blocked ?? restart };
  };
  return {
    ...difference,
    changes: changes.map((change) => (isReassignment(change) ? judge(change) : change)),
    warnings: [...difference.warnings, ...warnings],
  };
}

interface Placed {
  readonly changes: readonly Change[];
  readonly warnings: readonly Problem[];
}

/** What cannot be seen of replicas blocks these changes, and no others. */
async function placeIfPossible(
  changes: readonly Change[],
  answer: Answer,
  planning: MovePlanning,
): Promise<Placed> {
  try {
    return answer.kind === 'refused'
      ? await placeNewOnly(changes, answer.message, planning)
      : await place(changes, planning);
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return unseen(changes, planning.placed, {
      because: `the replicas cannot be seen: ${failure.message}`,
      fix: 'Run it again.',
    });
  }
}

async function place(changes: readonly Change[], planning: MovePlanning): Promise<Placed> {
  const { cluster, placed, consents, settings } = planning;
  const factors = changes.filter(isReplicaChange);
  const view = await cluster.replicas([...factors.map(topicOf), ...namesOf(placed)]);
  const levelled = factors.length === 0 ? NONE : placeChanges(factors, view, await cluster.load());
  const spread = placeTopics(merged(changes, levelled.changes), placed, { view, consents });
  const moving = spread.changes.filter(isReassignment);
  const copies = moving.some(({ operation }) => operation.moves.some((move) => added(move).length > 0));
  const measured = copies ? await measure(moving, view, planning) : NOTHING_COPIED;
  const judged = judgeMoves(moving, { view, ...measured }, settings);
  const byMoving = new Map<Change, Change>(judged.map((change, index) => [moving[index] ?? change, change]));
  return {
    changes: spread.changes.map((change) => byMoving.get(change) ?? change),
    warnings: [...levelled.warnings, ...spread.warnings],
  };
}

const NONE = { changes: [], warnings: [] } as const;
const NOTHING_COPIED = { samples: [[], []], sampledMs: 1, rates: [] } as const;

const topicOf = ({ operation }: Change): TopicName => operation.topic;

/** Those that the cluster has. */
const namesOf = (placed: readonly PlacedTopic[]): TopicName[] =>
  placed.filter(({ topicId }) => topicId !== null).map(({ topic }) => topic.name);

async function measure(
  changes: readonly Change<Reassignment>[],
  { brokers }: ReplicaView,
  { cluster, clock }: MovePlanning,
) {
  const topics = changes.map(topicOf);
  const began = clock.now();
  const earlier = await cluster.storage(topics);
  const { brokers: rates } = await cluster.throttles([]);
  await clock.sleep(SAMPLE_MS);
  const sampledMs = Math.max(1, clock.now() - began);
  const now = await cluster.storage(topics);
  const known = new Set(brokers.map(({ id }) => id));
  return { samples: [earlier, now.filter(({ broker }) => known.has(broker))] as const, sampledMs, rates };
}

/**
 * No consent helps where the brokers have no such call (a serverless cluster, or one before Kafka 2.4): only what is new
 * can be placed.
 */
async function placeNewOnly(
  changes: readonly Change[],
  message: string,
  { cluster, placed, consents }: MovePlanning,
): Promise<Placed> {
  const because = `these brokers do not reassign partitions: ${message}`;
  const refused = (change: Change): Change =>
    isReassignment(change)
      ? { ...change, blocked: { because, fix: LEFT_SO[change.operation.kind] } }
      : change;
  if (placed.length === 0) return { changes: changes.map(refused), warnings: [] };
  const view = await cluster.replicas(namesOf(placed));
  const spread = placeTopics(changes, placed, { view, consents });
  return { ...spread, changes: spread.changes.map(refused) };
}

const LEFT_SO: Readonly<Record<Reassignment['kind'], string>> = {
  'change-replication-factor': 'Put the factor that the topic has.',
  'spread-replicas': 'Write placement: unmanaged.',
};

function unseen(changes: readonly Change[], placed: readonly PlacedTopic[], by: Blocked): Placed {
  const names = new Set<string>(placed.map(({ topic }) => topic.name));
  const rest = changes.filter((change) => !names.has(topicOf(change)));
  const made = placed.flatMap((each) =>
    withoutPlaces(
      each,
      changes.filter((change) => topicOf(change) === each.topic.name),
      by,
    ),
  );
  const blocked = [...rest, ...made].map((change) =>
    isReplicaChange(change) ? { ...change, blocked: by } : change,
  );
  return { changes: inOrder(blocked), warnings: [] };
}

/** In the places of those that they were made of; one that turned out to be none is left out. */
function merged(changes: readonly Change[], placed: readonly Change<ReplicaChange>[]): Change[] {
  const byTopic = new Map(placed.map((change) => [topicOf(change), change]));
  return changes.flatMap((change) =>
    isReplicaChange(change) ? (byTopic.get(topicOf(change)) ?? []) : change,
  );
}
