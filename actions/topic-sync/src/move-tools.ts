import type { OutcomeKind } from './core/apply-outcome.ts';
import type { MoveSettings } from './core/replica-view.ts';
import type { Clock, TopicCluster } from './ports.ts';

export interface MoveTools {
  readonly cluster: TopicCluster;
  readonly clock: Clock;
  readonly say: (line: string) => void;
  readonly settings: MoveSettings;
  /** Somebody cancels the job: nothing is begun any more. */
  readonly isCancelled: () => boolean;
  /** The brokers that were given our rate. */
  readonly slowed: Set<number>;
  /** The partitions that were given marks, by `partitionKey`: those of another apply stay. */
  readonly marked: Set<string>;
}

export interface MoveOutcome {
  readonly kind: OutcomeKind;
  readonly because: string | null;
}
