import { type Problem } from '../../../../lib/core/problem.ts';
import { counted } from './counted.ts';
import { inheritedMinimum } from './in-sync-minimum.ts';
import type { DesiredTopic } from './topic.ts';

/** What topics have in force without overrides, by the topic's name of each config; one may be missing. */
export type TopicDefaults =
  | { readonly kind: 'known'; readonly values: ReadonlyMap<string, string> }
  | { readonly kind: 'unknown'; readonly because: string };

/** Where nobody has to know. */
export const NOT_ASKED: TopicDefaults = { kind: 'known', values: new Map() };

/** What new topics would inherit that harms, or that nobody can tell. */
export function defaultWarnings(created: readonly DesiredTopic[], defaults: TopicDefaults): Problem[] {
  if (defaults.kind === 'unknown') return [notKnown(created, defaults.because)];
  const minimum = defaults.values.get('min.insync.replicas') ?? null;
  return created.flatMap((topic) => inheritedMinimum(topic, minimum, topic.replicationFactor.value));
}

const notKnown = (created: readonly DesiredTopic[], because: string): Problem => ({
  where: 'the brokers',
  what: `what ${counted(created.length, 'new topic')} would inherit is not known: ${because}`,
  fix: 'Declare what matters, or give the right.',
});
