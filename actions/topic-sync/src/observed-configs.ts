import type { ConfigEntry, ConfigSynonym } from '../../../lib/adapters/kafka/describe-configs.ts';
import type { ObservedConfig } from './core/topic.ts';

/** The configs of one topic, by name. */
export const observedConfigs = (entries: readonly ConfigEntry[]): Map<string, ObservedConfig> =>
  new Map(entries.map((entry) => [entry.name, observedConfig(entry)]));

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
