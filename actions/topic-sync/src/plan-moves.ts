import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Problem } from '../../../lib/core/problem.ts';
import { judgeMoves } from './core/judge-moves.ts';
import { type Answer, judgeAnswer } from './core/judge-answers.ts';
import { type Blocked, type Change, isReplicaChange, type ReplicaChange } from './core/operation.ts';
import { placeChanges } from './core/place-changes.ts';
import { added } from './core/place-replicas.ts';
import type { Difference } from './core/plan.ts';
import type { MoveSettings, ReplicaView } from './core/replica-view.ts';
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
}

/** Decides where replicas go for the changes of replication factors, and asks whether that can be done; moves nothing. */
export async function planMoves(difference: Difference, planning: MovePlanning): Promise<Difference> {
  const wanted = difference.changes.filter(isReplicaChange);
  if (wanted.length === 0) return difference;
  const answer = await planning.cluster.mayReassign();
  const placed = await placeIfPossible(wanted, answer, planning);
  const restart = await restartNow(planning);
  const judged = placed.changes
    .map((change) => judgeAnswer(change, answer, planning.validation))
    .map((change) => ({ ...change, blocked: change.blocked ?? restart }));
  return {
    ...difference,
    changes: merged(difference.changes, judged),
    warnings: [...difference.warnings, ...placed.warnings],
  };
}

interface Placed {
  readonly changes: readonly Change<ReplicaChange>[];
  readonly warnings: readonly Problem[];
}

async function place(wanted: readonly Change<ReplicaChange>[], planning: MovePlanning): Promise<Placed> {
  const { cluster, settings } = planning;
  const view = await cluster.replicas(wanted.map(({ operation }) => operation.topic));
  const { changes, warnings } = placeChanges(wanted, view, await cluster.load());
  const moves = changes.flatMap(({ operation }) => operation.moves);
  const copies = moves.some((move) => added(move).length > 0);
  const measured = copies ? await measure(changes, view, planning) : NOTHING_COPIED;
  return { changes: judgeMoves(changes, { view, ...measured }, settings), warnings };
}

const NOTHING_COPIED = { samples: [[], []], sampledMs: 1, rates: [] } as const;

async function measure(
  changes: readonly Change<ReplicaChange>[],
  { brokers }: ReplicaView,
  { cluster, clock }: MovePlanning,
) {
  const topics = changes.map(({ operation }) => operation.topic);
  const began = clock.now();
  const earlier = await cluster.storage(topics);
  const { brokers: rates } = await cluster.throttles([]);
  await clock.sleep(SAMPLE_MS);
  const sampledMs = Math.max(1, clock.now() - began);
  const now = await cluster.storage(topics);
  const known = new Set(brokers.map(({ id }) => id));
  return { samples: [earlier, now.filter(({ broker }) => known.has(broker))] as const, sampledMs, rates };
}

/** What cannot be seen of replicas blocks these changes, and no others. */
async function placeIfPossible(
  wanted: readonly Change<ReplicaChange>[],
  answer: Answer,
  planning: MovePlanning,
): Promise<Placed> {
  if (answer.kind === 'refused') return unsupported(wanted, answer.message);
  try {
    return await place(wanted, planning);
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return blocked(wanted, {
      because: `the replicas cannot be seen: ${failure.message}`,
      fix: 'Run it again.',
    });
  }
}

const blocked = (wanted: readonly Change<ReplicaChange>[], by: Blocked): Placed => ({
  changes: wanted.map((change) => ({ ...change, blocked: by })),
  warnings: [],
});

/** No consent helps where the brokers have no such call (a serverless cluster, or one before Kafka 2.4). */
function unsupported(wanted: readonly Change<ReplicaChange>[], message: string): Placed {
  const because = `these brokers do not reassign partitions: ${message}`;
  const fix = 'Put the factor that the topic has.';
  return blocked(wanted, { because, fix });
}

/** In the places of those that they were made of; one that turned out to be none is left out. */
function merged(changes: readonly Change[], judged: readonly Change<ReplicaChange>[]): Change[] {
  const byTopic = new Map(judged.map((change) => [change.operation.topic, change]));
  return changes.flatMap((change) =>
    isReplicaChange(change) ? (byTopic.get(change.operation.topic) ?? []) : change,
  );
}
