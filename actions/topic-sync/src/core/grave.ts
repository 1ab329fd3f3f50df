import type { Base } from './base.ts';
import type { Documents } from './documents.ts';
import type { Placed, TopicName } from './topic.ts';

/** A topic that a Tombstone wants gone in this environment. */
export interface Grave {
  readonly name: TopicName;
  readonly topicId: Placed<string>;
  readonly reason: string;
}

/** The wishes that topics be deleted, and what they are judged by. */
export interface Burial {
  readonly graves: readonly Grave[];
  readonly base: Base;
  /** How long a topic must not have been written to, in milliseconds. */
  readonly unusedForMs: number;
}

/** The graves of one environment, sorted by name; an environment that a Tombstone does not list keeps its topic. */
export const gravesOf = ({ tombstones }: Documents, environment: string): Grave[] =>
  tombstones
    .flatMap(({ name, topicIds, reason }) => {
      const topicId = topicIds.get(environment);
      return topicId === undefined ? [] : [{ name, topicId, reason }];
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
