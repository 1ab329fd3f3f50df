import type { DesiredTopic, Observation, TopicName } from '../topic.ts';

/** A topic whose file says how its replicas are placed. */
export interface PlacedTopic {
  readonly topic: DesiredTopic;
  /** The cluster has it, with this id; null: it is to be made. */
  readonly topicId: string | null;
}

/** Those that can be seen; nothing of the others is changed anyway. */
export function placedTopics(
  topics: readonly DesiredTopic[],
  observed: ReadonlyMap<TopicName, Observation>,
): PlacedTopic[] {
  return topics.flatMap((topic) => {
    const now = observed.get(topic.name);
    if (topic.placement === 'unmanaged' || now === undefined || now.kind === 'unknown') return [];
    return [{ topic, topicId: now.kind === 'present' ? now.topic.id : null }];
  });
}
