import type { EnsembleFault } from './ensemble-fault.ts';
import type { InstanceState, NodeName } from './node.ts';

/** A partition named as evidence, with who is missing from it. */
export interface PartitionEvidence {
  readonly topic: string;
  readonly partition: number;
  readonly isr: readonly number[];
  readonly missing: readonly number[];
}

/** How many partitions one broker knows of. */
export interface PartitionCount {
  readonly observer: number;
  readonly partitions: number;
}

/** Why not now, as data: logs and summaries print it and never derive it again. */
export type Blocker =
  | { readonly kind: 'nobody-answers'; readonly reason: string }
  | { readonly kind: 'silent-broker'; readonly broker: number; readonly reason: string }
  | { readonly kind: 'not-registered'; readonly broker: number }
  | { readonly kind: 'unknown-broker'; readonly broker: number }
  | { readonly kind: 'unknown-voter'; readonly voter: number }
  | { readonly kind: 'not-a-voter'; readonly controller: number }
  | { readonly kind: 'other-cluster'; readonly broker: number; readonly clusterId: string }
  | { readonly kind: 'unreadable-topic'; readonly topic: string; readonly error: string }
  | { readonly kind: 'no-partitions' }
  | { readonly kind: 'views-disagree'; readonly fewest: PartitionCount; readonly most: PartitionCount }
  | { readonly kind: 'offline-partitions'; readonly count: number; readonly example: PartitionEvidence }
  | { readonly kind: 'under-replicated'; readonly count: number; readonly example: PartitionEvidence }
  | {
      readonly kind: 'reassigning';
      readonly count: number;
      readonly topic: string;
      readonly partition: number;
    }
  | { readonly kind: 'unknown'; readonly what: string; readonly reason: string }
  | { readonly kind: 'no-leader-of-quorum' }
  | { readonly kind: 'ensemble'; readonly fault: EnsembleFault }
  | { readonly kind: 'voter-behind'; readonly voter: number; readonly behind: number | undefined }
  | { readonly kind: 'majority'; readonly left: number; readonly needed: number; readonly voters: number }
  | {
      readonly kind: 'min-isr';
      readonly topic: string;
      readonly partition: number;
      readonly left: readonly number[];
      readonly minimum: number;
    }
  | {
      readonly kind: 'not-in-sync';
      readonly topic: string;
      readonly partition: number;
      readonly broker: number;
    }
  | {
      readonly kind: 'instance-state';
      readonly node: NodeName;
      readonly state: InstanceState;
      readonly wanted: InstanceState;
    }
  | { readonly kind: 'instance-missing'; readonly node: NodeName }
  | { readonly kind: 'still-registered'; readonly broker: number; readonly observers: readonly number[] }
  | { readonly kind: 'still-voting'; readonly voter: number }
  | { readonly kind: 'still-answering'; readonly server: number }
  | { readonly kind: 'not-stable'; readonly readings: number; readonly wanted: number };
