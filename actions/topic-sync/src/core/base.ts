import type { DesiredTopic, TopicName } from './topic.ts';

/**
 * What the files said before they were changed, and what the cluster was made like last: protection, and who changed
 * what, is read from it, never from the change itself.
 */
export type Base =
  { readonly kind: 'known'; readonly topics: ReadonlyMap<TopicName, DesiredTopic> } | UnknownBase;

export interface UnknownBase {
  readonly kind: 'unknown';
  /** `not-earlier`: the files that were applied last do not come before those that are here. */
  readonly why: 'unreadable' | 'not-earlier';
  readonly because: string;
}

/**
 * The topics with those that the base declares marked as owned. A topic that it does not declare is adopted now, and
 * keeps the overrides that no file names.
 */
export const withOwnership = (topics: readonly DesiredTopic[], base: Base): DesiredTopic[] =>
  topics.map((topic) =>
    base.kind === 'known' && base.topics.has(topic.name) && topic.configs === 'managed'
      ? { ...topic, configs: 'owned' }
      : topic,
  );
