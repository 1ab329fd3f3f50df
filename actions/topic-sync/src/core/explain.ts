import { counted } from './counted.ts';
import { describePlace } from './describe-place.ts';
import { describeValue } from './describe.ts';
import { mayBeSensitive } from './known-configs.ts';
import { configOf } from './layer.ts';
import { type DesiredTopic, effective, type ObservedTopic, THROTTLE_KEYS } from './topic.ts';
import type { Said } from './origins.ts';

/** One value in force, where it comes from, and what it stands over. */
export interface ExplainedValue {
  /** `partitions`, `lifecycle.configs`, or the name of a config. */
  readonly name: string;
  readonly value: string;
  readonly origin: string;
  /** What less specific documents say, the nearest first. */
  readonly over: readonly string[];
  /** In the words of the file. */
  readonly reason: string | null;
}

export interface Explanation {
  readonly topic: string;
  readonly values: readonly ExplainedValue[];
  /** What the counts mean, sentence by sentence. */
  readonly meaning: readonly string[];
}

/** What is known of the cluster; null when none was asked, or it does not have the topic. */
export interface Around {
  readonly observed: ObservedTopic | null;
  readonly brokers: number | null;
}

/** Every value of a topic with its origin, and why it has so many partitions and replicas. */
export function explain(topic: DesiredTopic, { observed, brokers }: Around): Explanation {
  const inherited = [...(observed?.config ?? [])]
    .filter(([name]) => !topic.config.has(name) && !THROTTLE_KEYS.has(name))
    .map(([name]) => name)
    .sort();
  return {
    topic: topic.name,
    values: [
      ...[...topic.origins].map(([path, said]) => declaredValue(path, said, { topic, observed })),
      ...inherited.map((name) => ofCluster(name, observed)),
    ],
    meaning: [...partitionMeaning(topic, brokers), ...replicaMeaning(topic, observed)],
  };
}

interface Declared {
  readonly topic: DesiredTopic;
  readonly observed: ObservedTopic | null;
}

const NOTHING_SAID: Said = { layer: 'built-in', value: null, place: null };

function declaredValue(path: string, said: readonly Said[], { topic, observed }: Declared): ExplainedValue {
  const [last = NOTHING_SAID, ...others] = said.toReversed();
  const config = configOf(path);
  const name = config ?? path;
  const isSecret = config !== undefined && mayBeSensitive(config, observed?.config.get(config));
  return {
    name,
    value: shownOr(name, last.value, { isSecret, absent: withoutOverride(name, observed) }),
    origin: originOf(last),
    over: others.map(
      (each) => `${shownOr(name, each.value, { isSecret, absent: 'no override' })} (${originOf(each)})`,
    ),
    reason: topic.reasons.get(path) ?? null,
  };
}

const originOf = ({ layer, place }: Said): string =>
  place === null ? 'built in' : `${layer} ${describePlace(place)}`;

interface Shown {
  readonly isSecret: boolean;
  /** What is said when there is no value. */
  readonly absent: string;
}

/** A value that the brokers keep secret, or may keep, is not printed from the file either. */
function shownOr(name: string, value: string | null, { isSecret, absent }: Shown): string {
  if (value === null) return absent;
  return isSecret ? '(sensitive)' : describeValue(name, value);
}

function withoutOverride(name: string, observed: ObservedTopic | null): string {
  const inherited = observed?.config.get(name)?.inherited ?? null;
  return inherited === null ? 'no override' : `no override: ${describeValue(name, inherited)}`;
}

function ofCluster(name: string, observed: ObservedTopic | null): ExplainedValue {
  const config = observed?.config.get(name);
  const value = config?.sensitive === true ? '(sensitive)' : (effective(config) ?? 'not told by the brokers');
  const origin = config?.override === undefined ? 'default of the cluster' : 'override that no file names';
  return { name, value: describeValue(name, value), origin, over: [], reason: null };
}

function partitionMeaning({ partitions: { value } }: DesiredTopic, brokers: number | null): string[] {
  const divisors = Array.from({ length: Math.min(value, MOST_DIVISORS) }, (_, index) => index + 1);
  const even = divisors.filter((divisor) => value % divisor === 0).join(', ');
  const members = `${counted(value, 'partition')}: a consumer group has use for ${counted(value, 'member')} at most, and they divide evenly over ${even}.`;
  if (brokers === null || brokers === 0) return [members];
  const [least, most] = [Math.floor(value / brokers), Math.ceil(value / brokers)];
  const share = least === most ? `leads ${String(least)}` : `leads ${String(least)} or ${String(most)}`;
  return [members, `Over ${counted(brokers, 'broker')} each ${share} of them.`];
}

/** Nobody spreads a topic over more than these; a list of all divisors would help nobody. */
const MOST_DIVISORS = 24;

function replicaMeaning(topic: DesiredTopic, observed: ObservedTopic | null): string[] {
  const replicas = counted(topic.replicationFactor.value, 'replica');
  const text = minimumOf(topic, observed);
  if (text === null) return [`${replicas}; how many must be in sync is left to the brokers.`];
  const minimum = Number(text);
  const survives =
    minimum > 1
      ? `an acknowledged record survives the loss of ${counted(minimum - 1, 'broker')}`
      : 'an acknowledged record may be lost with one broker';
  const goesOn = goingOn(topic.replicationFactor.value - minimum);
  return [`${replicas}, ${text} of them in sync: ${goesOn}, and ${survives}.`];
}

function minimumOf({ config }: DesiredTopic, observed: ObservedTopic | null): string | null {
  const name = 'min.insync.replicas';
  return config.get(name)?.value ?? observed?.config.get(name)?.inherited ?? null;
}

function goingOn(spare: number): string {
  if (spare <= 0) return 'acks=all producers stop whenever a broker of its replicas is down';
  const down = `${counted(spare, 'broker')} of its replicas ${spare === 1 ? 'is' : 'are'} down`;
  return `acks=all producers go on while ${down}`;
}
