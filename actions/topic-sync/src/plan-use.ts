import { cutsOf, isRisky, judgeUse, unreadLosses } from './core/judge-use.ts';
import { forgetsAfter } from './core/forgets-after.ts';
import { reasonToKeep } from './core/reason-to-keep.ts';
import type { Change, Operation } from './core/operation.ts';
import type { Step } from './core/step.ts';
import type { Observation, TopicName } from './core/topic.ts';
import type { Moment } from './core/topic-use.ts';
import type { Clock, TopicCluster, TopicUse } from './ports.ts';

/** Changes with what their topics' users would notice. */
export interface Used {
  readonly changes: readonly Change[];
  /** Why a consumer group may lose unread records by an operation. */
  readonly unread: ReadonlyMap<Operation, string>;
}

/** Asks who uses the topics of risky changes, and of no others. */
export async function planUse(
  changes: readonly Change[],
  observed: ReadonlyMap<TopicName, Observation>,
  { cluster, clock }: { readonly cluster: TopicUse; readonly clock: Clock },
): Promise<Used> {
  if (!changes.some(isRisky)) return { changes, unread: new Map() };
  const now = clock.now();
  const cuts = cutsOf(changes, observed, now);
  const deleted = changes.filter(({ operation }) => operation.kind === 'delete-topic').map(topicOf);
  const [groups, newest, earliest, end, stays] = await Promise.all([
    cluster.groups(),
    cluster.offsets(all(deleted, 'newest')),
    cluster.offsets(all([...cuts.keys()], 'earliest')),
    cluster.offsets(all([...cuts.keys(), ...deleted], 'end')),
    cluster.offsets(cuts),
  ]);
  const forgets = new Map(deleted.map((topic) => [topic, forgetsOf(observed.get(topic))]));
  const use = { groups, newest, earliest, end, stays, forgets, now };
  return { changes: changes.map((change) => judgeUse(change, use)), unread: unreadLosses(changes, use) };
}

const topicOf = ({ operation }: Change): TopicName => operation.topic;

const all = (topics: readonly TopicName[], moment: Moment): Map<TopicName, Moment> =>
  new Map(topics.map((topic) => [topic, moment]));

const forgetsOf = (observation: Observation | undefined): number | null =>
  observation?.kind === 'present' ? forgetsAfter(observation.topic) : null;

/** Why a topic must not be deleted after all, asked right before; null when it may, and for every other step. */
export async function stillUsed(
  step: Step,
  cluster: TopicUse & Pick<TopicCluster, 'observe'>,
  clock: Clock,
): Promise<string | null> {
  if (step.kind !== 'delete-topic') return null;
  const { topic } = step;
  const [groups, newest, end, observed] = await Promise.all([
    cluster.groups(),
    cluster.offsets(all([topic], 'newest')),
    cluster.offsets(all([topic], 'end')),
    cluster.observe([topic]),
  ]);
  return reasonToKeep(step, {
    ...{ groups, now: clock.now(), newest: newest.get(topic), end: end.get(topic) },
    forgetsAfter: forgetsOf(observed.get(topic)),
  });
}
