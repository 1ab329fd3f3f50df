import type { Problem } from '../../../../lib/core/problem.ts';
import type { DesiredTopic, TopicName } from './topic.ts';

/**
 * What the files said before they were changed, and what the cluster was made like last: protection, and who changed
 * what, is read from it, never from the change itself.
 */
export type Base = KnownBase | UnknownBase;

export interface KnownBase {
  readonly kind: 'known';
  readonly topics: ReadonlyMap<TopicName, DesiredTopic>;
  /** It is the very commit that is here, applied before: what that adopted, it still adopts when it is run again. */
  readonly isItself?: boolean;
}

export interface UnknownBase {
  readonly kind: 'unknown';
  /** `none`: there is none. `not-earlier`: what was applied last does not come before the files that are here. */
  readonly why: 'none' | 'unreadable' | 'not-earlier';
  readonly because: string;
}

/**
 * The topics with those that the base declares marked as owned. A topic that it does not declare is adopted now, and
 * keeps the overrides that no file names; so does each one while the commit that was applied is run again.
 */
export const withOwnership = (topics: readonly DesiredTopic[], base: Base): DesiredTopic[] =>
  topics.map((topic) =>
    owns(base, topic.name) && topic.configs === 'managed' ? { ...topic, configs: 'owned' } : topic,
  );

const owns = (base: Base, name: TopicName): boolean =>
  base.kind === 'known' && base.isItself !== true && base.topics.has(name);

/** A base that is there and cannot be used: what was done since then in the cluster is not seen. */
export const baseWarnings = (base: Base): Problem[] =>
  base.kind === 'unknown' && base.why !== 'none' ? [notSeen(base)] : [];

const notSeen = ({ because }: UnknownBase): Problem => ({
  where: 'the base',
  what: `who changed what since then is not known: ${because}`,
  fix: 'Let the job read it (fetch-depth: 0, deployments: read), or give a base-ref that comes before these files.',
});
