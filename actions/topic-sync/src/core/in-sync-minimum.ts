import { type Problem, problemAt } from '../../../../lib/core/problem.ts';
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
  const { value, from } = minimumOf(observed.config.get(NAME), pruned);
  const minimum = numberOf(value);
  if (minimum < factor || minimum === 1) return null;
  return blockedBy(minimum, factor, `stays ${String(minimum)}, from ${from}`);
}

/** Why an override must not be taken away: what is in force without it stops producers that can write with it. */
export function unsetTooHigh(name: string, desired: DesiredTopic, observed: ObservedTopic): Blocked | null {
  if (name !== NAME) return null;
  const config = observed.config.get(NAME);
  const factor = desired.replicationFactor.value;
  const { value, from } = inherited(config);
  const [before, after] = [numberOf(effective(config)), numberOf(value)];
  if (after <= factor || after <= before) return null;
  return blockedBy(after, factor, `becomes ${String(after)}, from ${from}`);
}

/** Warns of a minimum in force that no file declares and that lets no broker with a replica restart. */
export function inheritedMinimum(desired: DesiredTopic, value: string | null, factor: number): Problem[] {
  const minimum = numberOf(value);
  const isDeclared = typeof desired.config.get(NAME)?.value === 'string';
  if (isDeclared || !(minimum >= factor) || minimum === 1) return [];
  const what = `${desired.name} inherits ${NAME} ${String(minimum)} and has ${String(factor)} replicas`;
  const fix = `A broker that restarts stops acks=all producers: declare ${NAME}, one less at most.`;
  return [problemAt(desired.place, what, fix)];
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

/** Not a number where it cannot be seen. */
const numberOf = (value: string | null): number => Number(value ?? Number.NaN);

function blockedBy(minimum: number, factor: number, said: string): Blocked {
  const fix = `Declare ${NAME} in the file: ${String(Math.max(1, factor - 1))} fits ${String(factor)} replicas.`;
  if (Number.isNaN(minimum)) return { because: `${NAME} cannot be seen`, fix };
  const harm =
    minimum > factor
      ? 'no acks=all producer could write'
      : 'one broker that restarts would stop acks=all producers';
  return { because: `${NAME} ${said}: with ${String(factor)} replicas ${harm}`, fix };
}

const DEFAULTS: Readonly<Record<string, string>> = {
  DYNAMIC_BROKER_CONFIG: 'the dynamic config of a broker',
  DYNAMIC_DEFAULT_BROKER_CONFIG: 'the dynamic default of all brokers',
  STATIC_BROKER_CONFIG: "the brokers' server.properties",
  DEFAULT_CONFIG: "Kafka's own default",
};
