import type { CredentialsEnd } from '../../../../lib/core/credentials-end.ts';
import type { EnsembleFault } from './ensemble-fault.ts';
import type { BrokerId, Instance } from './node.ts';

/** One partition as one broker saw it. */
export interface Partition {
  readonly topic: string;
  readonly partition: number;
  /** Below 0: no leader. The only sign of an offline partition: Kafka 3.9 keeps the last dead replica in the ISR. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

/** What one broker said when it was asked itself; answers differ while a change is under way. */
export interface BrokerView {
  readonly observer: BrokerId;
  readonly clusterId: string;
  readonly registered: readonly number[];
  readonly partitions: readonly Partition[];
  /** Topics that came with an error instead of partitions, with its name. */
  readonly unreadable: readonly { readonly topic: string; readonly error: string }[];
  /** Whom it takes for the controller: true on ZooKeeper only, in KRaft every broker names any broker. */
  readonly controller?: number;
}

/** A broker that was asked and gave no answer: unknown, which is never the same as healthy. */
export interface SilentBroker {
  readonly observer: BrokerId;
  readonly reason: string;
}

export interface Voter {
  readonly id: number;
  /** How far its last caught-up time is behind the leader's, in milliseconds; undefined when the leader does not know. */
  readonly behind: number | undefined;
}

/** The KRaft quorum by DescribeQuorum: the only source that names the active controller. */
export interface KraftQuorum {
  readonly kind: 'kraft';
  readonly leader: number;
  readonly voters: readonly Voter[];
}

/**
 * What a ZooKeeper server is by its own word. One that is idle runs and serves nobody: it has not left, but it is not
 * in sync either. One that is silent gives no answer at all.
 */
export type ServerState = 'leader' | 'follower' | 'observer' | 'idle' | 'silent';

export interface EnsembleServer {
  /** Its myid. */
  readonly id: number;
  readonly state: ServerState;
  /** Why it is idle or silent; empty when it serves. */
  readonly reason: string;
}

/** The ensemble by all its servers. */
export interface Ensemble {
  readonly kind: 'zookeeper';
  /** One for each node that is a ZooKeeper server. */
  readonly servers: readonly EnsembleServer[];
  /** By the leader alone; undefined without exactly one leader that tells it. */
  readonly counts: EnsembleCounts | undefined;
  /** What does not fit together: it forbids every stop. */
  readonly faults: readonly EnsembleFault[];
}

export interface EnsembleCounts {
  /** How many servers have a vote; observers have none. */
  readonly voters: number;
  /** How many of them follow and are in sync with the leader, which is not counted. */
  readonly syncedFollowers: number;
}

/** Who decides together: the voters of KRaft, or a ZooKeeper ensemble. */
export type Quorum = KraftQuorum | Ensemble;

export interface Reassignment {
  readonly topic: string;
  readonly partition: number;
  readonly adding: readonly number[];
  readonly removing: readonly number[];
}

/** Something that was read, or why it could not be read. */
export type Reading<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly reason: string };

export const known = <T>(value: T): Reading<T> => ({ known: true, value });
export const unknown = (reason: string): Reading<never> => ({ known: false, reason });

/** Everything that one look at the world showed. */
export interface Seen {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly instances: readonly Instance[];
  readonly views: readonly BrokerView[];
  readonly silent: readonly SilentBroker[];
  readonly quorum: Reading<Quorum>;
  readonly reassignments: Reading<readonly Reassignment[]>;
  /** min.insync.replicas by topic. */
  readonly minInSyncReplicas: Reading<ReadonlyMap<string, number>>;
  /** Absent while the credentials last, or are renewed. */
  readonly credentialsEnd?: CredentialsEnd | undefined;
}

export const partitionName = (at: { readonly topic: string; readonly partition: number }): string =>
  `${at.topic}-${String(at.partition)}`;
