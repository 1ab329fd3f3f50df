import type { DesiredTopic } from '../topic.ts';
import type { RuleSettings, Severity } from './rule-settings.ts';

/** A topic as it is, or will be, with the values in force. */
export interface TopicView {
  readonly topic: DesiredTopic;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** The value in force of a config; null when it is not known. */
  readonly value: (name: string) => string | null;
  /** null when no cluster was asked. */
  readonly cluster: ClusterView | null;
  /** The first of the topics that the policy is about with each number of partitions. */
  readonly siblings: readonly DesiredTopic[];
  /** The replicas that all declared topics have up to this one, by name. */
  readonly replicasUpTo: number;
}

export interface ClusterView {
  readonly brokers: number;
  /** How many racks the brokers are in; 0 when one of them does not say. */
  readonly racks: number;
}

/** Why a rule is broken, and the path of the value that breaks it. */
export interface Breach {
  readonly because: string;
  readonly path: string;
  /** How far a limit is missed, below it where negative; undefined where a breach is like any other. */
  readonly excess?: bigint;
}

/** A rule on what a topic is: judged on the files, and again on the values in force after the change. */
export interface StateRule {
  readonly severity: Severity;
  readonly fix: string;
  /** undefined when the topic keeps the rule, or nothing can be known about it yet. */
  readonly check: (view: TopicView, settings: RuleSettings) => Breach | undefined;
}
