import { configRisk } from './config-risk.ts';
import { sameValue } from './config-value.ts';
import { type Effective, effectiveAfter, effectiveNow } from './effective.ts';
import { gate } from './gate.ts';
import { inheritedMinimum, unsetTooHigh } from './in-sync-minimum.ts';
import { KNOWN_CONFIGS, mayBeSensitive } from './known-configs.ts';
import { mayPrune } from './may-prune.ts';
import type { Blocked, Change, ConfigChange, Consent } from './operation.ts';
import type { KeptOverride, TopicDifference } from './plan.ts';
import {
  type ConfigType,
  type DesiredTopic,
  type ObservedConfig,
  type ObservedTopic,
  THROTTLE_KEYS,
} from './topic.ts';

/** One override that the file wants otherwise. */
interface Wish {
  readonly name: string;
  readonly value: string | null;
  readonly because: string;
  readonly place: Change['place'];
}

/**
 * The differences between the overrides of a topic (not its values in force) and the file: a value must be an
 * override even when it equals the default, null must be none, and what no file names stays unless it may be pruned.
 */
export function diffConfig(
  desired: DesiredTopic,
  observed: ObservedTopic,
  consents: ReadonlySet<Consent>,
): TopicDifference {
  const prune = mayPrune(desired, consents);
  const undeclared = undeclaredOverrides(desired, observed);
  const wishes = [
    ...declaredWishes(desired, observed),
    ...(prune ? undeclared.map(([name]) => pruning(name, desired)) : []),
  ].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const after = effectiveAfter(observed, wishes);
  return {
    changes: wishes.map((wish) => configChange(wish, { desired, observed, after, consents })),
    kept: prune ? [] : undeclared.map(([name, config]) => kept(desired, name, config)),
    warnings: inheritedMinimum(desired, after('min.insync.replicas'), Math.min(...observed.replicas)),
  };
}

function declaredWishes(desired: DesiredTopic, observed: ObservedTopic): Wish[] {
  return [...desired.config]
    .filter(([name, { value }]) => isDifferent(name, value, observed.config.get(name)))
    .map(([name, { value, place }]) => ({
      name,
      value,
      place,
      because: value === null ? 'the file says null: no override' : becauseOf(observed.config.get(name)),
    }));
}

function isDifferent(name: string, wanted: string | null, config: ObservedConfig | undefined): boolean {
  const override = config?.override;
  if (config === undefined || override === undefined) return wanted !== null;
  if (wanted === null) return true;
  return override !== null && !sameValue(typeOf(name, config), wanted, override);
}

/** Brokers before 2.6 do not tell the types. */
const typeOf = (name: string, { type }: ObservedConfig): ConfigType =>
  type === 'UNKNOWN' ? (KNOWN_CONFIGS.get(name)?.type ?? type) : type;

function becauseOf(config: ObservedConfig | undefined): string {
  return config?.override === undefined ? 'the topic has no override of it' : 'the topic has another value';
}

function undeclaredOverrides(desired: DesiredTopic, observed: ObservedTopic): [string, ObservedConfig][] {
  return [...observed.config]
    .filter(([name, { override }]) => override !== undefined && !desired.config.has(name))
    .filter(([name]) => !THROTTLE_KEYS.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

const pruning = (name: string, { place, configs }: DesiredTopic): Wish => ({
  name,
  value: null,
  because:
    configs === 'owned'
      ? 'no file names it, and the files own the topic'
      : 'no file names it, and allow: prune was given',
  place,
});

const kept = (desired: DesiredTopic, name: string, config: ObservedConfig): KeptOverride => ({
  topic: desired.name,
  name,
  value: config.sensitive ? null : (config.override ?? null),
  because:
    desired.configs === 'additive'
      ? 'no file names it, and the topic is additive'
      : 'no file names it: an apply unsets it once the base declares the topic, allow: prune now',
});

interface Around {
  readonly desired: DesiredTopic;
  readonly observed: ObservedTopic;
  readonly after: Effective;
  readonly consents: ReadonlySet<Consent>;
}

function configChange(wish: Wish, around: Around): Change<ConfigChange> {
  const { observed, after, consents } = around;
  const config = observed.config.get(wish.name);
  const { risk, because, consent } = configRisk(wish.name, effectiveNow(observed), after);
  return {
    operation: {
      kind: wish.value === null ? 'unset-config' : 'set-config',
      topic: observed.name,
      topicId: observed.id,
      name: wish.name,
      before: config?.override ?? null,
      after: wish.value,
      ...(showsInherited(wish, config) && { inherited: inheritedBy(config) }),
      sensitive: mayBeSensitive(wish.name, config),
    },
    because: wish.because,
    risk,
    riskBecause: because,
    blocked: unsafeUnset(wish, around) ?? gate(consent, consents),
    notValidated: null,
    standing: null,
    place: wish.place,
  };
}

const unsafeUnset = ({ name, value }: Wish, { desired, observed }: Around): Blocked | null =>
  value === null ? unsetTooHigh(name, desired, observed) : null;

/** Where the step, or a rule, goes by what was in force before. */
const showsInherited = ({ name, value }: Wish, config: ObservedConfig | undefined): boolean =>
  value === null || (config?.override === undefined && JUDGED_IN_FORCE.has(name));

const JUDGED_IN_FORCE: ReadonlySet<string> = new Set(['cleanup.policy', 'min.insync.replicas']);

const inheritedBy = (config: ObservedConfig | undefined): string | null =>
  config === undefined || config.sensitive ? null : config.inherited;
