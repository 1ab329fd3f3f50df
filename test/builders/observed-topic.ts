import type {
  ConfigType,
  ObservedConfig,
  ObservedTopic,
  TopicName,
} from '../../actions/topic-sync/src/core/topic.ts';

export const observedConfig = (
  type: ConfigType,
  inherited: string | null,
  override?: string,
): ObservedConfig => ({ type, inherited, override, sensitive: false });

/** Three partitions with three replicas, Kafka's defaults, and the overrides that are given by name. */
export function observedTopic(name: string, changes: Partial<ObservedTopic> = {}): ObservedTopic {
  return {
    name: name as TopicName,
    id: `id-of-${name}`,
    replicas: [3, 3, 3],
    config: new Map([
      ['cleanup.policy', observedConfig('LIST', 'delete')],
      ['retention.ms', observedConfig('LONG', '604800000')],
      ['retention.bytes', observedConfig('LONG', '-1')],
      ['min.insync.replicas', observedConfig('INT', '1')],
    ]),
    ...changes,
  };
}

/** The topic with one more config. */
export const withConfig = (topic: ObservedTopic, name: string, config: ObservedConfig): ObservedTopic => ({
  ...topic,
  config: new Map([...topic.config, [name, config]]),
});
