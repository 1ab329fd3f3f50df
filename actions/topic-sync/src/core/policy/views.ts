import type { Change } from '../operation.ts';
import { type DesiredTopic, effective, type ObservedTopic } from '../topic.ts';
import type { TopicDefaults } from '../topic-defaults.ts';
import type { TopicView } from './state-rule.ts';

/** A topic seen with some values in force; the rest of the view is the same for all topics. */
export type TopicState = Pick<TopicView, 'topic' | 'partitions' | 'replicationFactor' | 'value'>;

/** What the files alone say: configs that they leave to the brokers are not known. */
export const declaredState = (topic: DesiredTopic): TopicState => ({
  topic,
  partitions: topic.partitions.value,
  replicationFactor: topic.replicationFactor.value,
  value: (name) => topic.config.get(name)?.value ?? null,
});

/** What a topic will be that is made so, with what it inherits; `missed` hears of each config of which that is not known. */
export function newState(
  topic: DesiredTopic,
  defaults: TopicDefaults,
  missed: (name: string) => void,
): TopicState {
  const declared = declaredState(topic);
  const inherited = (name: string): string | null => {
    if (defaults.kind === 'known') return defaults.values.get(name) ?? null;
    missed(name);
    return null;
  };
  return { ...declared, value: (name) => declared.value(name) ?? inherited(name) };
}

/** What the topic is in the cluster now. */
export const presentState = (topic: DesiredTopic, observed: ObservedTopic): TopicState => ({
  topic,
  partitions: observed.replicas.length,
  replicationFactor: Math.min(...observed.replicas),
  value: (name) => effective(observed.config.get(name)),
});

/** What the topic will be when its changes are made. */
export function futureState(
  topic: DesiredTopic,
  observed: ObservedTopic,
  changes: readonly Change[],
): TopicState {
  const wished = new Map(
    changes.flatMap(({ operation }) => ('name' in operation ? [[operation.name, operation.after]] : [])),
  );
  return {
    ...declaredState(topic),
    value: (name) => {
      const config = observed.config.get(name);
      if (!wished.has(name)) return effective(config);
      return wished.get(name) ?? config?.inherited ?? null;
    },
  };
}
