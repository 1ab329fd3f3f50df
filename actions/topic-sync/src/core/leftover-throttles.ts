import { type Problem, problemAt } from '../../../../lib/core/problem.ts';
import { ownPartitions, REPLICA_KEYS } from './throttle.ts';
import type { DesiredTopic, Observation, TopicName } from './topic.ts';

/** Throttles of ours that nobody removed yet: an apply was killed, or runs now. */
export function leftoverThrottles(
  topics: readonly DesiredTopic[],
  observed: ReadonlyMap<TopicName, Observation>,
): Problem[] {
  return topics.flatMap(({ name, place }) => {
    const observation = observed.get(name);
    if (observation?.kind !== 'present') return [];
    const { config } = observation.topic;
    const [leader = null, follower = null] = REPLICA_KEYS.map((key) => config.get(key)?.override ?? null);
    if (leader === null && follower === null) return [];
    if (ownPartitions([{ topic: name, leader, follower }]).length === 0) return [];
    const what = `an apply was cut off while it moved replicas of ${name}, or it moves them now`;
    return [problemAt(place, what, 'The next apply waits for them and removes their throttles.')];
  });
}
