import type { DesiredTopic, TopicName } from './topic.ts';

/**
 * What the files said before they were changed, and what the cluster was made like last: protection, and who changed
 * what, is read from it, never from the change itself.
 */
export type Base =
  | { readonly kind: 'known'; readonly topics: ReadonlyMap<TopicName, DesiredTopic> }
  | { readonly kind: 'unknown'; readonly because: string };

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
