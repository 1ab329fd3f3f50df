import { mayPrune } from './may-prune.ts';
import type { Blocked, Consent } from './operation.ts';
import { type DesiredTopic, effective, type ObservedConfig, type ObservedTopic } from './topic.ts';

const NAME = 'min.insync.replicas';

/**
 * Why a lower replication factor would stop producers: a min.insync.replicas that no file declares and that nobody
 * thinks of then. A declared one was compared with the factor when its file was read.
 */
export function minimumTooHigh(
  desired: DesiredTopic,
  observed: ObservedTopic,
  consents: ReadonlySet<Consent>,
): Blocked | null {
  const factor = desired.replicationFactor.value;
  const declared = desired.config.get(NAME)?.value;
  const shrinks = observed.replicas.some((replicas) => replicas > factor);
  if (!shrinks || typeof declared === 'string') return null;
  const pruned = declared === null || mayPrune(desired, consents);
  return judge(minimumOf(observed.config.get(NAME), pruned), factor);
}

interface Minimum {
  readonly value: string | null;
  readonly from: string;
}

const minimumOf = (config: ObservedConfig | undefined, pruned: boolean): Minimum =>
  pruned || config?.override === undefined ? inherited(config) : kept(config);

const kept = (config: ObservedConfig): Minimum => ({
  value: effective(config),
  from: 'an override of the topic that no file declares',
});

const inherited = (config: ObservedConfig | undefined): Minimum => ({
  value: config?.inherited ?? null,
  from: DEFAULTS[config?.inheritedFrom ?? ''] ?? 'a default of the brokers',
});

function judge({ value, from }: Minimum, factor: number): Blocked | null {
  const minimum = Number(value ?? Number.NaN);
  if (minimum < factor || minimum === 1) return null;
  const fix = `Declare ${NAME} in the file: ${String(Math.max(1, factor - 1))} fits ${String(factor)} replicas.`;
  return { because: Number.isNaN(minimum) ? `${NAME} cannot be seen` : tooHigh(minimum, factor, from), fix };
}

const DEFAULTS: Readonly<Record<string, string>> = {
  DYNAMIC_BROKER_CONFIG: 'the dynamic config of a broker',
  DYNAMIC_DEFAULT_BROKER_CONFIG: 'the dynamic default of all brokers',
  STATIC_BROKER_CONFIG: "the brokers' server.properties",
  DEFAULT_CONFIG: "Kafka's own default",
};

function tooHigh(minimum: number, factor: number, from: string): string {
  const harm =
    minimum > factor
      ? 'no acks=all producer could write'
      : 'one broker that restarts would stop acks=all producers';
  return `${NAME} stays ${String(minimum)}, from ${from}: with ${String(factor)} replicas ${harm}`;
}
