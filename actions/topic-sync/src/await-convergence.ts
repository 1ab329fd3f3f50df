import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { diff } from './core/diff.ts';
import { withGraves } from './core/diff-graves.ts';
import type { Grave } from './core/grave.ts';
import { type Change, isReplicaChange } from './core/operation.ts';
import type { OtherTopic } from './core/other-topics.ts';
import { isLeftSo } from './core/place-changes.ts';
import { withoutPlaces } from './core/placement/placement-doubts.ts';
import { type PlacedTopic, placedTopics } from './core/placement/placed-topics.ts';
import { placeTopics } from './core/placement/place-topics.ts';
import { isSettled, type Plan } from './core/plan.ts';
import type { Observation, TopicName } from './core/topic.ts';
import type { PlanRequest } from './make-plan.ts';
import type { Clock, TopicCluster } from './ports.ts';

/** How long the brokers may take to show what was made, in milliseconds: 6,000 new partitions took 30 s. */
const SETTLES_WITHIN_MS = 60_000;
const LOOK_AGAIN_MS = 500;

/** Plans again until nothing is left and all brokers agree; gives the last plan, which is empty when all is well. */
export async function awaitConvergence(
  cluster: TopicCluster,
  { clusterId, topics, consents, burial }: PlanRequest,
  clock: Clock,
): Promise<Plan> {
  const names = [...topics, ...burial.graves].map(({ name }) => name);
  const deadline = clock.now() + SETTLES_WITHIN_MS;
  for (;;) {
    const observed = await look(cluster, names);
    const left = withGraves(diff(topics, observed, consents), burial, { observed, consents });
    const counted = await withoutRebalanced(left.changes, cluster);
    const changes = await withMisplaced(counted, placedTopics(topics, observed), { cluster, consents });
    const plan = {
      clusterId,
      ...left,
      changes,
      others: burial.graves.flatMap((grave) => madeAnew(grave, observed)),
    };
    if (isSettled(plan) || clock.now() >= deadline) return plan;
    await clock.sleep(LOOK_AGAIN_MS);
  }
}

/** Somebody may move replicas while we look, and leave as many as there are to be. */
async function withoutRebalanced(
  changes: readonly Change[],
  cluster: TopicCluster,
): Promise<readonly Change[]> {
  const counted = changes.filter(isReplicaChange);
  if (counted.length === 0) return changes;
  try {
    const view = await cluster.replicas(counted.map(({ operation }) => operation.topic));
    return changes.filter((change) => !isReplicaChange(change) || !isLeftSo(change.operation, view));
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return changes;
  }
}

/** Replicas that are not where the declared placements want them; where they cannot be seen, that is told. */
async function withMisplaced(
  changes: readonly Change[],
  placed: readonly PlacedTopic[],
  { cluster, consents }: Pick<PlanRequest, 'consents'> & { readonly cluster: TopicCluster },
): Promise<readonly Change[]> {
  if (placed.length === 0) return changes;
  try {
    const view = await cluster.replicas(placed.map(({ topic }) => topic.name));
    return placeTopics(changes, placed, { view, consents }).changes;
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    const blocked = { because: `the replicas cannot be seen: ${failure.message}`, fix: 'Run it again.' };
    return [...changes, ...placed.flatMap((each) => withoutPlaces(each, [], blocked))];
  }
}

/** The topic of the Tombstone is gone, and another one has its name. */
function madeAnew({ name, topicId }: Grave, observed: ReadonlyMap<TopicName, Observation>): OtherTopic[] {
  const now = observed.get(name);
  if (now?.kind !== 'present' || now.topic.id === topicId.value) return [];
  return [{ topic: name, kind: 'tombstoned', because: 'it was made anew' }];
}

// A cluster that does not answer now must not hide what was made: the outcomes are still to be reported.
async function look(
  cluster: TopicCluster,
  names: readonly TopicName[],
): Promise<ReadonlyMap<TopicName, Observation>> {
  try {
    return await cluster.observeEverywhere(names);
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return new Map(names.map((name) => [name, { kind: 'unknown', because: failure.message }]));
  }
}
