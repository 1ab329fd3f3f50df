import type { Place } from '../../../../lib/core/problem.ts';
import type { PartitionMove } from './place-replicas.ts';
import type { Placement, TopicName } from './topic.ts';

/** One change of the cluster, with what it was before, so that it can be compared right before it is made. */
export type Operation = Executable | Impossible;

/** What Kafka can do for us. */
export type Executable = CreateTopic | ConfigChange | AddPartitions | Reassignment | DeleteTopic;

/** What is made by moving replicas. */
export type Reassignment = ReplicaChange | SpreadReplicas;

export interface CreateTopic {
  readonly kind: 'create-topic';
  readonly topic: TopicName;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly config: readonly NewConfig[];
  /** The brokers of each partition where the file says how they are placed; Kafka chooses them otherwise. */
  readonly assignment?: readonly (readonly number[])[];
}

export interface NewConfig {
  readonly name: string;
  readonly value: string;
  /** Only in a plan file, which does not have the value then. */
  readonly sensitive?: true | undefined;
}

export interface ConfigChange {
  readonly kind: 'set-config' | 'unset-config';
  readonly topic: TopicName;
  readonly topicId: string;
  readonly name: string;
  /** The override before; null when there was none. */
  readonly before: string | null;
  /** null for `unset-config`. */
  readonly after: string | null;
  /**
   * What was in force without an override when it was planned; null where that is not known. For `unset-config`, so that
   * no other value is brought in force by it; and where one is set over none and the value before decides on something.
   */
  readonly inherited?: string | null;
  /** The values are never shown. */
  readonly sensitive: boolean;
}

export interface AddPartitions {
  readonly kind: 'add-partitions';
  readonly topic: TopicName;
  readonly topicId: string;
  readonly before: number;
  /** The number of partitions afterwards, the old ones counted. */
  readonly after: number;
  /** The brokers of each new partition where the file says how they are placed; Kafka chooses them otherwise. */
  readonly assignment?: readonly (readonly number[])[];
}

export interface ReplicaChange {
  readonly kind: 'change-replication-factor';
  readonly topic: TopicName;
  readonly topicId: string;
  /** null where the partitions differ among themselves. */
  readonly before: number | null;
  readonly after: number;
  /** Empty until the replicas were looked at, and where they cannot be placed. */
  readonly moves: readonly PartitionMove[];
  /** The brokers of each partition afterwards, by its number: the same after some of the moves were made. */
  readonly assignment: readonly (readonly number[])[];
}

/** Replicas go where the declared placement wants them; their number stays. */
export interface SpreadReplicas {
  readonly kind: 'spread-replicas';
  readonly topic: TopicName;
  readonly topicId: string;
  readonly placement: Placement;
  /** Empty where they cannot be placed. */
  readonly moves: readonly PartitionMove[];
  /** The brokers of each partition afterwards, by its number: the same after some of the moves were made. */
  readonly assignment: readonly (readonly number[])[];
}

export interface DeleteTopic {
  readonly kind: 'delete-topic';
  readonly topic: TopicName;
  readonly topicId: string;
  /** How long it must not have been written to when it is deleted, in milliseconds. */
  readonly unusedForMs: number;
}

/** A difference that Kafka cannot mend: always blocked, so that it is never overlooked. */
export interface Impossible {
  readonly kind: 'remove-partitions';
  readonly topic: TopicName;
  readonly topicId: string;
  readonly before: number;
  readonly after: number;
}

/** From harmless to grave. */
export const RISKS = ['safe', 'slow', 'ordering-breaking', 'data-loss', 'irreversible'] as const;
export type Risk = (typeof RISKS)[number];

/** What a user must type into `allow` for changes that can harm. */
export const CONSENTS = [
  'repartition-keyed',
  'shrink-retention',
  'weaken-durability',
  'prune',
  'reassign',
  'replication-decrease',
  'delete',
  'overwrite',
  'unseen',
] as const;
export type Consent = (typeof CONSENTS)[number];

export interface Change<Op extends Operation = Operation> {
  readonly operation: Op;
  readonly because: string;
  readonly risk: Risk;
  /** The evidence for a risk that is not `safe`. */
  readonly riskBecause: string | null;
  /** Why it may not be done now; null when it may. */
  readonly blocked: Blocked | null;
  /** Why the broker was not able to say whether it would accept it; null when it was, or was not asked. */
  readonly notValidated: string | null;
  /** Who changed it since the base, the files or the cluster; null where the base is not known. */
  readonly standing: Standing | null;
  readonly place: Place;
}

/** `intent`: the files did. `drift`: somebody in the cluster. `conflict`: both, and differently. */
export const STANDINGS = ['intent', 'drift', 'conflict'] as const;

export interface Standing {
  readonly kind: (typeof STANDINGS)[number];
  readonly because: string;
}

export const isConflict = ({ standing }: Pick<Change, 'standing'>): boolean => standing?.kind === 'conflict';

export interface Blocked {
  readonly because: string;
  readonly fix: string;
}

export const isExecutable = (change: Change): change is Change<Executable> =>
  change.operation.kind !== 'remove-partitions';

export const isConfigChange = (operation: Operation): operation is ConfigChange =>
  operation.kind === 'set-config' || operation.kind === 'unset-config';

export const isReplicaChange = (change: Change): change is Change<ReplicaChange> =>
  change.operation.kind === 'change-replication-factor';

export const isReassignment = (change: Change): change is Change<Reassignment> =>
  isReplicaChange(change) || change.operation.kind === 'spread-replicas';

/** The values of it are never shown. */
export const isSensitive = (operation: Operation): boolean => 'sensitive' in operation && operation.sensitive;

/** Whether an operation of a plan file is without a value of it. */
export const isWithoutValues = (operation: Operation): boolean =>
  isSensitive(operation) ||
  (operation.kind === 'create-topic' && operation.config.some(({ sensitive }) => sensitive === true));

export const riskRank = (risk: Risk): number => RISKS.indexOf(risk);
