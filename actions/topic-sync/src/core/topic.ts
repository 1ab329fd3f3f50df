import type { Place } from '../../../../lib/core/problem.ts';
import type { Origins } from './origins.ts';

declare const topicName: unique symbol;
/** A legal topic name that is not internal; made by `parseTopicName` only. */
export type TopicName = string & { readonly [topicName]: true };

/** May the records of a partition change their partition? `unknown` is treated as `keyed`. */
export type Ordering = 'keyed' | 'none' | 'unknown';

/**
 * What becomes of overrides that the file does not name. `additive`: they are never unset. `managed`: `allow: prune`
 * unsets them. `owned`, which no file says: managed, and the base declares the topic too, so they are unset.
 */
export type ConfigOwnership = 'managed' | 'additive' | 'owned';

/** `allow`: a Tombstone may delete the topic. */
export type Deletion = 'protect' | 'allow';

/** Which brokers hold the replicas; `unmanaged` leaves it to Kafka. */
export type Placement = 'unmanaged' | 'rack-aware' | 'balanced';

export type Labels = ReadonlyMap<string, string>;

/** A topic as the files want it in one environment; every value knows its place. */
export interface DesiredTopic {
  readonly name: TopicName;
  readonly place: Place;
  readonly owner: string | null;
  /** What it is to its team, by the label's name; waivers may be for topics with a label. */
  readonly labels: Labels;
  readonly partitions: Placed<number>;
  readonly replicationFactor: Placed<number>;
  readonly ordering: Ordering;
  readonly configs: ConfigOwnership;
  readonly deletion: Deletion;
  readonly placement: Placement;
  /** By config name: the value as Kafka reads it, or null for "must have no override". */
  readonly config: ReadonlyMap<string, Placed<string | null>>;
  readonly origins: Origins;
  /** Why a value is as it is, in the words of the file, by its path. */
  readonly reasons: ReadonlyMap<string, string>;
}

export interface Placed<T> {
  readonly value: T;
  readonly place: Place;
}

/** What the cluster says about one topic; `unknown` is never treated as absent. */
export type Observation =
  | { readonly kind: 'present'; readonly topic: ObservedTopic }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly because: string };

export interface ObservedTopic {
  readonly name: TopicName;
  /** Kafka's topic id: another one means that the topic was deleted and made again. */
  readonly id: string;
  /** Replicas per partition, by partition number. */
  readonly replicas: readonly number[];
  readonly config: ReadonlyMap<string, ObservedConfig>;
}

export interface ObservedConfig {
  readonly type: ConfigType;
  /** The override on the topic itself (DYNAMIC_TOPIC_CONFIG); undefined when there is none. */
  readonly override: string | null | undefined;
  /** What holds without an override; null when the broker did not say. */
  readonly inherited: string | null;
  /** Where that comes from, by Kafka's name. */
  readonly inheritedFrom?: string;
  /** Never shown and, since brokers answer null, never compared. */
  readonly sensitive: boolean;
}

/** Kafka's own names of the types; UNKNOWN for brokers before 2.6. */
export type ConfigType =
  'BOOLEAN' | 'STRING' | 'INT' | 'SHORT' | 'LONG' | 'DOUBLE' | 'LIST' | 'CLASS' | 'PASSWORD' | 'UNKNOWN';

/** The value that is in force, null when the broker did not say. */
export const effective = (config: ObservedConfig | undefined): string | null =>
  config === undefined ? null : (config.override ?? config.inherited);

/** Kept by reassignments, not by files: they never count as a difference. */
export const THROTTLE_KEYS: ReadonlySet<string> = new Set([
  'leader.replication.throttled.replicas',
  'follower.replication.throttled.replicas',
]);
