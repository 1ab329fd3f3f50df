import { cutsOf, isRisky, judgeUse } from './core/judge-use.ts';
import { reasonToKeep } from './core/reason-to-keep.ts';
import type { Change } from './core/operation.ts';
import type { Step } from './core/step.ts';
import type { Observation, TopicName } from './core/topic.ts';
import type { Moment } from './core/topic-use.ts';
import type { Clock, TopicUse } from './ports.ts';

/** Asks who uses the topics of risky changes, and of no others. */
export async function planUse(
  changes: readonly Change[],
  observed: ReadonlyMap<TopicName, Observation>,
  { cluster, clock }: { readonly cluster: TopicUse; readonly clock: Clock },
): Promise<readonly Change[]> {
  if (!changes.some(isRisky)) return changes;
  const now = clock.now();
  const cuts = cutsOf(changes, observed, now);
  const deleted = changes.filter(({ operation }) => operation.kind === 'delete-topic').map(topicOf);
  const [groups, newest, earliest, end, stays] = await Promise.all([
    cluster.groups(),
    cluster.offsets(all(deleted, 'newest')),
    cluster.offsets(all([...cuts.keys()], 'earliest')),
    cluster.offsets(all([...cuts.keys()], 'end')),
    cluster.offsets(cuts),
  ]);
  return changes.map((change) => judgeUse(change, { groups, newest, earliest, end, stays, now }));
}

const topicOf = ({ operation }: Change): TopicName => operation.topic;

const all = (topics: readonly TopicName[], moment: Moment): Map<TopicName, Moment> =>
  new Map(topics.map((topic) => [topic, moment]));

/** Why a topic must not be deleted after all, asked right before; null when it may, and for every other step. */
export async function stillUsed(step: Step, cluster: TopicUse, clock: Clock): Promise<string | null> {
  if (step.kind !== 'delete-topic') return null;
  const { topic } = step;
  const [groups, newest] = await Promise.all([cluster.groups(), cluster.offsets(all([topic], 'newest'))]);
  return reasonToKeep(step, { groups, newest: newest.get(topic), now: clock.now() });
}
