import type { Problem } from '../../../../lib/core/problem.ts';
import type { Blocker } from './blocker.ts';
import type { Allowances } from './allowances.ts';
import type { KafkaNode, NodeName } from './node.ts';
import type { Flight } from './progress.ts';
import type { ScheduledEvent } from './scheduled-event.ts';
import type { Certificate } from './safety.ts';
import type { WidthSettings } from './width.ts';
import type { MaintenanceWindow } from '../../../../lib/core/window.ts';

/** What to do next, and why: printed as it is, never explained anew. */
export type Decision =
  | { readonly kind: 'start'; readonly nodes: readonly KafkaNode[]; readonly because: string }
  | { readonly kind: 'open'; readonly because: string }
  | {
      readonly kind: 'stop';
      readonly node: KafkaNode;
      readonly by: RestartBy;
      readonly certificate: Certificate;
      readonly because: string;
    }
  /** The proof that these were rebooted: the cluster saw them leave. */
  | { readonly kind: 'left'; readonly flights: readonly Flight[]; readonly because: string }
  | { readonly kind: 'finish'; readonly flights: readonly Flight[]; readonly because: string }
  /** `because` goes on after `waiting`. */
  | { readonly kind: 'wait'; readonly blockers: readonly Blocker[]; readonly because: string }
  | { readonly kind: 'halt'; readonly problems: readonly Problem[]; readonly because: string }
  /** `goesOn`: a run that begins at once has time again. */
  | { readonly kind: 'pause'; readonly because: string; readonly goesOn: boolean }
  | { readonly kind: 'done'; readonly because: string };

/** How a node is restarted: its instance is stopped and started, or rebooted in place. */
export type RestartBy = 'stop-start' | 'reboot';

/** A run that only recovers restarts nothing; what it finds is judged as for a stop. */
export const restartBy = (mode: Settings['mode']): RestartBy => (mode === 'reboot' ? mode : 'stop-start');

export interface Settings extends WidthSettings {
  /** `recover` only starts what is down, and stops nothing. */
  readonly mode: RestartBy | 'recover';
  /** Which stopped nodes are started: any, those that a run of this action left, or none. */
  readonly recover: 'all' | 'ours' | 'none';
  readonly allowances: Allowances;
  /** Pause when one node was restarted in this run. */
  readonly canary: boolean;
  /** When the run began, in milliseconds since the epoch. */
  readonly beganAt: number;
  /** When the run has to have ended, in milliseconds since the epoch; Infinity where nothing limits it. */
  readonly endsAt: number;
  /** No node is stopped outside it. */
  readonly window: MaintenanceWindow | undefined;
  /** How many good readings in a row make the cluster well. */
  readonly stabilityChecks: number;
  /** Milliseconds, as all that follow. */
  readonly pollInterval: number;
  readonly stopTimeout: number;
  readonly startTimeout: number;
  readonly syncTimeout: number;
  /** The only cluster that may be touched; undefined where nothing was said. */
  readonly clusterId: string | undefined;
}

/** What does not change during a run. */
export interface Setting {
  readonly nodes: readonly KafkaNode[];
  /** The nodes to restart; the others are only started when they are down. */
  readonly selected: ReadonlySet<NodeName>;
  /** What forbids every stop, found before the first look at Kafka. */
  readonly findings: readonly Problem[];
  /** What AWS is going to do to the instances; none where that was not asked for. */
  readonly events: readonly ScheduledEvent[];
  readonly settings: Settings;
}
