import type { ConfigEntry, ConfigSynonym } from '../../../lib/adapters/kafka/describe-configs.ts';
import type { ObservedConfig } from './core/topic.ts';

interface SeenConfig {
  readonly entry: ConfigEntry;
  readonly name: string;
  readonly config: ObservedConfig;
}

/** What was read of earlier topics. */
export class SeenConfigs {
  /** By config name. */
  readonly byName = new Map<string, SeenConfig>();
  entries: readonly ConfigEntry[] = [];
  configs: ReadonlyMap<string, ObservedConfig> = new Map();
}

/**
 * The configs of one topic, by name. Nearly all of them are what the topic before has, and thousands of topics have
 * some 35 each: what is equal is kept once.
 */
export function observedConfigs(
  entries: readonly ConfigEntry[],
  seen: SeenConfigs,
): ReadonlyMap<string, ObservedConfig> {
  const isAlike =
    entries.length === seen.entries.length && entries.every((entry, index) => entry === seen.entries[index]);
  if (isAlike) return seen.configs;
  const configs = new Map<string, ObservedConfig>();
  for (const entry of entries) {
    const { name, config } = keptOf(entry, seen.byName);
    configs.set(name, config);
  }
  [seen.entries, seen.configs] = [entries, configs];
  return configs;
}

function keptOf(entry: ConfigEntry, byName: Map<string, SeenConfig>): SeenConfig {
  const before = byName.get(entry.name);
  if (before?.entry === entry) return before;
  const config = observedConfig(entry);
  const isKnown = before !== undefined && isSame(before.config, config);
  const kept = isKnown ? { ...before, entry } : { entry, name: entry.name, config };
  byName.set(kept.name, kept);
  return kept;
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
