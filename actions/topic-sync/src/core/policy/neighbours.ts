import { matchesGlob } from '../../../../../lib/core/glob.ts';
import type { DesiredTopic, TopicName } from '../topic.ts';
import type { Policy } from './policy.ts';

/** What rules ask of all topics together: found once, since each topic would ask it of all the others again. */
export interface Neighbours {
  /** For each policy the first of its topics with each number of partitions. */
  readonly siblings: ReadonlyMap<Policy, readonly DesiredTopic[]>;
  /** The replicas of all topics up to the one of the name, in the order of names. */
  readonly replicas: ReadonlyMap<TopicName, number>;
}

/** Takes a time that grows with the topics, not with their square. */
export function neighboursOf(topics: readonly DesiredTopic[], policies: readonly Policy[]): Neighbours {
  return {
    siblings: new Map(policies.map((policy) => [policy, unlike(topics, policy)])),
    replicas: replicasUpTo(topics),
  };
}

/** Whether a policy is about the topic of a name. */
export const isAbout = ({ match }: Pick<Policy, 'match'>, name: string): boolean =>
  match.some((pattern) => matchesGlob(pattern, name));

function unlike(topics: readonly DesiredTopic[], policy: Policy): DesiredTopic[] {
  const byCount = new Map<number, DesiredTopic>();
  for (const topic of topics) {
    const count = topic.partitions.value;
    if (!byCount.has(count) && isAbout(policy, topic.name)) byCount.set(count, topic);
  }
  return [...byCount.values()];
}

function replicasUpTo(topics: readonly DesiredTopic[]): Map<TopicName, number> {
  const byName = topics.map((topic) => [topic.name, topic] as const);
  let sum = 0;
  return new Map(
    byName
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, { partitions, replicationFactor }]) => {
        sum += partitions.value * replicationFactor.value;
        return [name, sum];
      }),
  );
}
