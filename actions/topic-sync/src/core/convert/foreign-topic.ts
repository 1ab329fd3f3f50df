import type { Place, Problem } from '../../../../../lib/core/problem.ts';
import type { SourceEntry, SourceValue } from '../../../../../lib/core/source-value.ts';
import type { Labels, Placement } from '../topic.ts';

/** What a file of another tool says of one topic; nothing of it is judged yet. */
export interface ForeignTopic {
  readonly name: string;
  readonly place: Place;
  readonly partitions: SourceValue | undefined;
  readonly replicationFactor: SourceValue | undefined;
  readonly config: readonly SourceEntry[];
  readonly description: string | null;
  /** Absent where the tool's labels are about something else, or it has none. */
  readonly labels?: Labels;
  readonly placement?: Placement | undefined;
  /** What of it is not carried over, for whoever reads the document. */
  readonly notes?: readonly string[] | undefined;
  /** The tool never unsets an override that its file does not name, or one of the file's could not be read. */
  readonly isPart: boolean;
}

export type Converter = (documents: readonly SourceValue[], findings: Problem[]) => ForeignTopic[];
