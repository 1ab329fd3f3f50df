import type { MaintenanceWindow } from '../../../../../lib/core/window.ts';
import type { Risk } from '../operation.ts';

export type Severity = 'error' | 'warning';

/** A regular expression that takes no longer than the text is long, whoever wrote it. */
export interface Pattern {
  readonly source: string;
  readonly test: (text: string) => boolean;
}

/** What a document says of a rule; which of these a rule takes is in the shape of the document. */
export interface RuleSettings {
  /** Both ends belong to it; durations and sizes as Kafka reads them. */
  readonly min?: bigint | undefined;
  readonly max?: bigint | undefined;
  readonly pattern?: Pattern | undefined;
  readonly configs?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  readonly closed?: readonly MaintenanceWindow[] | undefined;
  /** The least risk that the rule is about. */
  readonly from?: Risk | undefined;
}
