import type { ConfigChange } from '../../actions/topic-sync/src/core/operation.ts';
import type { ObservedConfig, ObservedTopic } from '../../actions/topic-sync/src/core/topic.ts';
import type { TopicDefaults } from '../../actions/topic-sync/src/core/topic-defaults.ts';
import { observedConfig } from '../builders/observed-topic.ts';

/** The config names that the fake knows, with what a topic inherits; others are refused, as brokers do. */
export const DEFAULTS: Readonly<Record<string, ObservedConfig>> = {
  'cleanup.policy': observedConfig('LIST', 'delete'),
  'flush.ms': observedConfig('LONG', '9223372036854775807'),
  'max.message.bytes': observedConfig('INT', '1048588'),
  'min.cleanable.dirty.ratio': observedConfig('DOUBLE', '0.5'),
  'min.insync.replicas': observedConfig('INT', '1'),
  'retention.bytes': observedConfig('LONG', '-1'),
  'retention.ms': observedConfig('LONG', '604800000'),
  'segment.ms': observedConfig('LONG', '604800000'),
  'unclean.leader.election.enable': observedConfig('BOOLEAN', 'false'),
  'vendor.secret': { ...observedConfig('PASSWORD', null), sensitive: true },
};

/** What brokers tell of them. */
export function defaultsOf(configs: typeof DEFAULTS): TopicDefaults {
  const found = Object.entries(configs).map(([name, { inherited }]) => [name, inherited] as const);
  const values = found.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  return { kind: 'known', values: new Map(values) };
}

/** The configs with these overrides; null takes one away. */
export function overridden(
  configs: Iterable<readonly [string, ObservedConfig]>,
  values: readonly { readonly name: string; readonly value: string | null }[],
): Map<string, ObservedConfig> {
  const result = new Map(configs);
  for (const { name, value } of values) {
    const config = result.get(name) ?? observedConfig('STRING', null);
    // That a sensitive one is there is all that brokers tell.
    result.set(name, {
      ...config,
      override: config.sensitive && value !== null ? null : (value ?? undefined),
    });
  }
  return result;
}

export const altered = (topic: ObservedTopic, changes: readonly ConfigChange[]): ObservedTopic => ({
  ...topic,
  config: overridden(
    topic.config,
    changes.map(({ name, after }) => ({ name, value: after })),
  ),
});

/** The topic with so many partitions. */
export function grown(topic: ObservedTopic, partitions: number): ObservedTopic {
  const factor = topic.replicas[0] ?? 1;
  return {
    ...topic,
    replicas: Array.from({ length: partitions }, (_, index) => topic.replicas[index] ?? factor),
  };
}
