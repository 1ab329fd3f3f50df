import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { counted } from './core/counted.ts';
import { diff } from './core/diff.ts';
import { withGraves } from './core/diff-graves.ts';
import type { Grave } from './core/grave.ts';
import { type Change, isReplicaChange } from './core/operation.ts';
import type { OtherTopic } from './core/other-topics.ts';
import { isLeftSo } from './core/place-changes.ts';
import { withoutPlaces } from './core/placement/placement-doubts.ts';
import { type PlacedTopic, placedTopics } from './core/placement/placed-topics.ts';
import { placeTopics } from './core/placement/place-topics.ts';
import { type Plan, unshownOf } from './core/plan.ts';
import type { Observation, TopicName } from './core/topic.ts';
import type { PlanRequest } from './make-plan.ts';
import type { MoveTools } from './move-tools.ts';
import type { TopicCluster } from './ports.ts';

/** How long the brokers may show nothing more of what was made, in milliseconds: 6,000 new partitions took 30 s. */
const SHOWS_MORE_WITHIN_MS = 60_000;
const LOOK_AGAIN_MS = 500;

/**
 * Plans again until nothing is left and all brokers agree on every topic that was changed; gives the last plan, which
 * is empty when all is well. Brokers that have much to do show thousands of changes bit by bit: as long as more of them
 * show, they are waited for; a job that is cancelled waits no longer.
 */
export async function awaitConvergence(
  made: Plan,
  { clusterId, topics, consents, burial }: PlanRequest,
  { cluster, clock, say, isCancelled }: Pick<MoveTools, 'cluster' | 'clock' | 'say' | 'isCancelled'>,
): Promise<Plan> {
  const names = [...topics, ...burial.graves].map(({ name }) => name);
  const changed = new Set(made.changes.map(({ operation }) => operation.topic));
  let [fewest, deadline] = [Number.POSITIVE_INFINITY, 0];
  const observed = new Map<TopicName, Observation>();
  let awaited = names;
  for (;;) {
    for (const [name, seen] of await look(cluster, awaited, changed)) observed.set(name, seen);
    const left = withGraves(diff(topics, observed, consents), burial, { observed, consents });
    const moved = await withoutRebalanced(left.changes, cluster);
    const changes = await withMisplaced(moved, placedTopics(topics, observed), { cluster, consents });
    const plan = {
      clusterId,
      ...left,
      changes,
      others: burial.graves.flatMap((grave) => madeAnew(grave, observed)),
    };
    const unshown = unshownOf(plan, made);
    if (unshown === 0) return plan;
    if (unshown < fewest) {
      [fewest, deadline] = [unshown, clock.now() + SHOWS_MORE_WITHIN_MS];
      say(`Waiting for the brokers to show ${counted(unshown, 'change')} more.`);
    }
    if (clock.now() >= deadline || isCancelled()) return plan;
    awaited = topicsLeft(plan);
    await clock.sleep(LOOK_AGAIN_MS);
  }
}

/** What was seen as it is to be is not asked for again: a look at thousands of topics takes many requests. */
const topicsLeft = ({ changes, unknown }: Plan): TopicName[] => [
  ...new Set([...changes.map(({ operation }) => operation.topic), ...unknown.map(({ topic }) => topic)]),
];

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

/**
 * What was changed is looked at everywhere, and the rest as by any plan. A cluster that does not answer now must not hide
 * what was made: the outcomes are still to be reported.
 */
async function look(
  cluster: TopicCluster,
  names: readonly TopicName[],
  changed: ReadonlySet<TopicName>,
): Promise<ReadonlyMap<TopicName, Observation>> {
  try {
    const others = await cluster.observe(names.filter((name) => !changed.has(name)));
    const made = await cluster.observeEverywhere(names.filter((name) => changed.has(name)));
    return new Map([...others, ...made]);
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return new Map(names.map((name) => [name, { kind: 'unknown', because: failure.message }]));
  }
}
