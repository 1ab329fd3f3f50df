import type { Problem } from '../../../../lib/core/problem.ts';
import type { Blocker } from './blocker.ts';
import type { KafkaNode } from './node.ts';
import type { Flight } from './progress.ts';
import type { Certificate } from './safety.ts';

/** What to do next, and why: printed as it is, never explained anew. */
export type Decision =
  | { readonly kind: 'start'; readonly nodes: readonly KafkaNode[]; readonly because: string }
  | { readonly kind: 'open'; readonly because: string }
  | {
      readonly kind: 'stop';
      readonly node: KafkaNode;
      readonly certificate: Certificate;
      readonly because: string;
    }
  | { readonly kind: 'finish'; readonly flights: readonly Flight[]; readonly because: string }
  | { readonly kind: 'wait'; readonly blockers: readonly Blocker[]; readonly because: string }
  | { readonly kind: 'halt'; readonly problems: readonly Problem[]; readonly because: string }
  | { readonly kind: 'done'; readonly because: string };

export interface Settings {
  /** How many good readings in a row make the cluster well. */
  readonly stabilityChecks: number;
  /** Milliseconds, as all that follow. */
  readonly pollInterval: number;
  readonly stopTimeout: number;
  readonly startTimeout: number;
  readonly syncTimeout: number;
  readonly stateTopic: string;
  /** The only cluster that may be touched; undefined where nothing was said. */
  readonly clusterId: string | undefined;
}

/** What does not change during a run. */
export interface Setting {
  readonly nodes: readonly KafkaNode[];
  /** What forbids every stop, found before the first look at Kafka. */
  readonly findings: readonly Problem[];
  readonly settings: Settings;
}
