import { assertNever } from '../../../../lib/core/assert-never.ts';
import { sameValue } from './config-value.ts';
import { counted } from './counted.ts';
import { cutValue } from './cut-value.ts';
import { mayBeSensitive } from './known-configs.ts';
import type { AddPartitions, ConfigChange, CreateTopic, NewConfig } from './operation.ts';
import type { ConfigStep, Step } from './step.ts';
import type { Observation, ObservedTopic } from './topic.ts';

/** `ready`: the topic is as the plan saw it. `done`: it is already as the step wants it. */
export type StepState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done' }
  | { readonly kind: 'stale'; readonly because: string };

/** Compares a topic, read right before its change, with what the plan saw. */
export function stepState(step: Step, now: Observation): StepState {
  if (now.kind === 'unknown') return stale(`the topic cannot be seen: ${now.because}`);
  if (step.kind === 'create-topic') return creationState(step, now);
  if (now.kind === 'absent') return step.kind === 'delete-topic' ? DONE : stale('the topic is gone');
  if (now.topic.id !== step.topicId) return stale('the topic was deleted and made again');
  switch (step.kind) {
    case 'alter-config':
      return configState(step, now.topic);
    case 'add-partitions':
      return partitionState(step, now.topic);
    case 'delete-topic':
      return READY;
    default:
      return assertNever(step);
  }
}

const READY: StepState = { kind: 'ready' };
const DONE: StepState = { kind: 'done' };
const stale = (because: string): StepState => ({ kind: 'stale', because });

function creationState(step: CreateTopic, now: Exclude<Observation, { kind: 'unknown' }>): StepState {
  if (now.kind === 'absent') return READY;
  const found = differences(step, now.topic);
  return found.length === 0 ? DONE : stale(`somebody else made a topic of this name: ${found.join(', ')}`);
}

function differences({ partitions, replicationFactor, config }: CreateTopic, topic: ObservedTopic): string[] {
  const { replicas } = topic;
  const factors = [...new Set(replicas)].map(String).join(' and ');
  const missed = config.filter((entry) => !isGiven(topic, entry));
  return [
    ...(replicas.length === partitions
      ? []
      : [`it has ${counted(replicas.length, 'partition')}, not ${String(partitions)}`]),
    ...(replicas.every((factor) => factor === replicationFactor)
      ? []
      : [`its replication factor is ${factors}, not ${String(replicationFactor)}`]),
    ...missed.map((entry) => `its ${entry.name} is ${shown(topic, entry.name)}, not ${wanted(topic, entry)}`),
  ];
}

/** Of a value that the plan file does not have, that there is one is all we can know. */
const isGiven = (topic: ObservedTopic, { name, value, sensitive }: NewConfig): boolean =>
  sensitive === true ? !hasOverride(topic, name, null) : hasOverride(topic, name, value);

const wanted = (topic: ObservedTopic, { name, value }: NewConfig): string =>
  mayBeSensitive(name, topic.config.get(name)) ? 'the declared value' : cutValue(value);

const NOTHING = 'without an override';

function shown(topic: ObservedTopic, name: string): string {
  const config = topic.config.get(name);
  if (config?.sensitive === true) return '(sensitive)';
  return cutValue(config?.override ?? NOTHING);
}

function configState({ changes }: ConfigStep, topic: ObservedTopic): StepState {
  if (changes.every((change) => isSeenDone(change, topic))) return DONE;
  const moved = changes.filter(
    ({ name, before, sensitive }) => !sensitive && !hasOverride(topic, name, before),
  );
  const told = [
    ...moved.map(
      ({ name, before }) => `${name} is ${shown(topic, name)} now, and was ${cutValue(before ?? NOTHING)}`,
    ),
    ...changes.flatMap((change) => movedBehind(change, topic)),
  ];
  return told.length === 0 ? READY : stale(told.join(', '));
}

/** A value that is not shown may be another one: it is written. */
const isSeenDone = ({ name, after, sensitive }: ConfigChange, topic: ObservedTopic): boolean =>
  hasOverride(topic, name, after) && !(sensitive && after !== null);

/** To unset an override brings in force what is behind it, and that may be another value by now. */
function movedBehind({ name, inherited, sensitive }: ConfigChange, topic: ObservedTopic): string[] {
  if (inherited === undefined || sensitive) return [];
  const now = topic.config.get(name)?.inherited ?? null;
  if (now === inherited) return [];
  return [`${name} without an override is ${now ?? 'not known'} now, and was ${inherited ?? 'not known'}`];
}

function partitionState({ before, after }: AddPartitions, { replicas }: ObservedTopic): StepState {
  if (replicas.length === after) return DONE;
  if (replicas.length === before) return READY;
  return stale(`the topic had ${counted(before, 'partition')} and has ${String(replicas.length)} now`);
}

/** null: there must be no override. Of a sensitive one, that it is there is all we can know. */
export function hasOverride(topic: ObservedTopic, name: string, value: string | null): boolean {
  const config = topic.config.get(name);
  if (config?.override === undefined) return value === null;
  if (value === null) return false;
  return config.override === null ? config.sensitive : sameValue(config.type, value, config.override);
}
