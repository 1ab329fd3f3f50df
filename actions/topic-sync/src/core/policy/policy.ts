import type { Place } from '../../../../../lib/core/problem.ts';
import type { MaintenanceWindow } from '../../../../../lib/core/window.ts';
import type { Risk } from '../operation.ts';
import type { RuleId } from './rules.ts';

export type Severity = 'error' | 'warning';

/** One TopicPolicy document. */
export interface Policy {
  readonly place: Place;
  /** Patterns of topic names. */
  readonly match: readonly string[];
  /** Empty: all of them. */
  readonly environments: readonly string[];
  readonly rules: readonly ConfiguredRule[];
  readonly waivers: readonly Waiver[];
}

export interface ConfiguredRule {
  readonly id: RuleId;
  /** undefined: the rule's own. */
  readonly severity: Severity | undefined;
  readonly settings: RuleSettings;
}

/** What a document says of a rule; which of these a rule takes is in the shape of the document. */
export interface RuleSettings {
  /** Both ends belong to it; durations and sizes as Kafka reads them. */
  readonly min?: bigint | undefined;
  readonly max?: bigint | undefined;
  readonly pattern?: RegExp | undefined;
  readonly configs?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  readonly closed?: readonly MaintenanceWindow[] | undefined;
  /** The least risk that the rule is about. */
  readonly from?: Risk | undefined;
}

/** Lets some topics off a rule for a while. */
export interface Waiver {
  readonly rule: RuleId;
  readonly match: string;
  readonly owner: string;
  readonly reason: string;
  /** Milliseconds since the epoch: the end of its last day, in UTC. */
  readonly endsAt: number;
  readonly place: Place;
}
