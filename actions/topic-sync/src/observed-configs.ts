import type { ConfigEntry, ConfigSynonym } from '../../../lib/adapters/kafka/describe-configs.ts';
import type { ObservedConfig } from './core/topic.ts';

/** What was read of earlier topics, by config name. */
export type SeenConfigs = Map<string, { readonly name: string; readonly config: ObservedConfig }>;

/**
 * The configs of one topic, by name. Nearly all of them are what the topic before has, and thousands of topics have
 * some 35 each: what is equal is kept once, with its name.
 */
export function observedConfigs(
  entries: readonly ConfigEntry[],
  seen: SeenConfigs,
): Map<string, ObservedConfig> {
  const configs = new Map<string, ObservedConfig>();
  for (const entry of entries) {
    const config = observedConfig(entry);
    const before = seen.get(entry.name);
    const kept =
      before !== undefined && isSame(before.config, config) ? before : { name: entry.name, config };
    if (kept !== before) seen.set(kept.name, kept);
    configs.set(kept.name, kept.config);
  }
  return configs;
}

const isSame = (one: ObservedConfig, other: ObservedConfig): boolean =>
  one.override === other.override &&
  one.inherited === other.inherited &&
  one.inheritedFrom === other.inheritedFrom &&
  one.type === other.type &&
  one.sensitive === other.sensitive;

function observedConfig({ value, source, sensitive, type, synonyms }: ConfigEntry): ObservedConfig {
  const overridden = source === 'DYNAMIC_TOPIC_CONFIG';
  const behind = synonyms.find((synonym) => synonym.source !== 'DYNAMIC_TOPIC_CONFIG');
  return {
    type,
    sensitive,
    override: overridden ? value : undefined,
    inherited: overridden ? ((behind && valueOf(behind)) ?? null) : value,
    inheritedFrom: behind?.source ?? source,
  };
}

const MILLISECONDS = [
  ['.hours', 3_600_000n],
  ['.minutes', 60_000n],
] as const;

/** A topic's `retention.ms` may come from the broker's `log.retention.hours`, whose value is in hours. */
function valueOf({ name, value }: ConfigSynonym): string | null {
  const unit = MILLISECONDS.find(([suffix]) => name.endsWith(suffix))?.[1];
  if (unit === undefined || value === null || !/^\d+$/.test(value)) return value;
  return String(BigInt(value) * unit);
}
