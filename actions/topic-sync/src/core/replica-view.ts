import type { PartitionReplicas } from './place-replicas.ts';
import type { TopicName } from './topic.ts';

/** Where the replicas of some topics are, and what moves now. */
export interface ReplicaView {
  /** Those that are up. */
  readonly brokers: readonly { readonly id: number; readonly rack: string | null }[];
  /** A topic that cannot be seen is not in it. */
  readonly topics: ReadonlyMap<TopicName, ReplicaTopic>;
  /** In the whole cluster. */
  readonly running: readonly RunningReassignment[];
}

export interface ReplicaTopic {
  readonly id: string;
  readonly partitions: readonly PartitionReplicas[];
}

export interface PartitionName {
  readonly topic: string;
  readonly partition: number;
}

export interface RunningReassignment extends PartitionName {
  readonly adding: readonly number[];
  readonly removing: readonly number[];
}

/** What the disks of one broker hold of some topics; `because` says why it is not known. */
export type BrokerStorage =
  | {
      readonly kind: 'known';
      readonly broker: number;
      /** Bytes that Kafka may still use in the fullest of its folders; null where the broker does not tell (before 3.3). */
      readonly usableBytes: number | null;
      readonly replicas: readonly (PartitionName & { readonly bytes: number })[];
    }
  | { readonly kind: 'unknown'; readonly broker: number; readonly because: string };

/** What is said of a broker whose room is null. */
export const ROOM_UNTOLD = 'does not tell how much room its disks have (Kafka 3.3 and newer do)';

/** Throttle rates in bytes per second as they are written, where the value in force comes from; null: none. */
export interface BrokerRates {
  readonly broker: number;
  readonly leader: string | null;
  readonly follower: string | null;
}

/** The replicas that a topic's own overrides throttle, as they are written; null: no override. */
export interface TopicThrottles {
  readonly topic: string;
  readonly leader: string | null;
  readonly follower: string | null;
}

export interface ThrottleView {
  readonly brokers: readonly BrokerRates[];
  readonly topics: readonly TopicThrottles[];
  /** Brokers that did not tell. */
  readonly silent: readonly number[];
}

/** What is asked of one topic's or broker's throttles; other keys, and other entries of a list, stay. */
export interface ThrottleChange {
  readonly type: 'topic' | 'broker';
  readonly name: string;
  readonly operations: readonly ThrottleOperation[];
}

export interface ThrottleOperation {
  readonly name: string;
  readonly operation: 'set' | 'delete' | 'append' | 'subtract';
  readonly value: string | null;
}

/** How replicas are moved, from the inputs. */
export interface MoveSettings {
  /** Bytes per second for each broker, in and out; null: as fast as they can. */
  readonly throttle: number | null;
  /** Partitions at a time. */
  readonly maxMoving: number;
  /** How long an apply waits for all moves, in milliseconds. */
  readonly timeoutMs: number;
  /** Where rolling reboots are recorded. */
  readonly stateTopic: string;
}
