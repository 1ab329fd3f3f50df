/** A partition of a node that is being stopped, and who of its other replicas is up and in sync at that moment. */
export interface PartitionLeft {
  readonly name: string;
  readonly topic: string;
  readonly replicas: number;
  /** Among them, on nodes that the operator keeps down. */
  readonly parked: number;
  readonly left: number;
  /** min.insync.replicas. */
  readonly minimum: number;
}

/** One thing that really happened, whatever the action saw of it. Times are milliseconds since the epoch. */
export type Moment =
  | StopMoment
  | { readonly kind: 'start'; readonly at: number; readonly node: string; readonly isParked: boolean }
  /** Who is down because of the action, and who of these is announced in the ledger or by a tag. */
  | {
      readonly kind: 'still';
      readonly at: number;
      readonly down: readonly string[];
      readonly announced: readonly string[];
    }
  | EndMoment;

export interface StopMoment {
  readonly kind: 'stop';
  readonly at: number;
  readonly run: number;
  readonly cycle: string;
  readonly node: string;
  readonly partitions: readonly PartitionLeft[];
  /** Null when the node is no voter. */
  readonly voters: { readonly left: number; readonly of: number } | null;
  /** Voters among those who are in flight already. */
  readonly votersInFlight: number;
  /** Stopped by the action and not in sync again, without this one. */
  readonly inFlight: readonly string[];
  /** Who is down or out of sync for other reasons, and could be known to be. */
  readonly ailing: readonly string[];
}

export interface EndMoment {
  readonly kind: 'end';
  readonly at: number;
  readonly run: number;
  readonly status: string;
  /** Instances that this run stopped and nobody has started since. */
  readonly left: readonly string[];
  /** What the report's problems say. */
  readonly problems: string;
}
