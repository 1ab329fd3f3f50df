import type { Place, Problem } from '../../../../lib/core/problem.ts';
import type { Change } from './operation.ts';
import type { OtherTopic } from './other-topics.ts';
import type { TopicName } from './topic.ts';

/** Everything between the files and the cluster; plan and apply share it. */
export interface Plan {
  readonly clusterId: string;
  /** How many topics the files declare. */
  readonly declared: number;
  /** In the order in which they are made: creates, configs, partitions; by name. */
  readonly changes: readonly Change[];
  /** Overrides that no file names; they stay. */
  readonly kept: readonly KeptOverride[];
  /** Topics that could not be seen, and are therefore not touched. */
  readonly unknown: readonly UnknownTopic[];
  readonly warnings: readonly Problem[];
  /** Topics of the cluster that the files do not declare. */
  readonly others: readonly OtherTopic[];
}

export type Difference = Omit<Plan, 'clusterId'>;

/** What one topic adds to a difference. */
export interface TopicDifference {
  readonly changes: readonly Change[];
  readonly kept?: readonly KeptOverride[];
  readonly unknown?: readonly UnknownTopic[];
  readonly warnings?: readonly Problem[];
}

export interface KeptOverride {
  readonly topic: TopicName;
  readonly name: string;
  /** null when it is sensitive. */
  readonly value: string | null;
  readonly because: string;
}

export interface UnknownTopic {
  readonly topic: TopicName;
  readonly because: string;
  readonly place: Place;
}

export const isSettled = (plan: Plan): boolean => plan.changes.length === 0 && plan.unknown.length === 0;

/** Whether nothing is left to do, and everything is seen that was seen `before`. */
export const isReached = (after: Plan, before: Plan): boolean => unshownOf(after, before) === 0;

/** How much the cluster does not show (yet): changes that are left, and topics that were seen before. */
export const unshownOf = ({ changes, unknown }: Plan, before: Plan): number =>
  changes.length + unknown.filter(({ topic }) => !before.unknown.some((one) => one.topic === topic)).length;
