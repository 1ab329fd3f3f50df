import type { Problem } from './problem.ts';
import type { SourceValue } from './source-value.ts';

/** What the files hold that some patterns match. */
export interface YamlFiles {
  /** Relative to the folder, with `/`, sorted. */
  readonly files: readonly string[];
  readonly documents: readonly SourceValue[];
  readonly problems: readonly Problem[];
  /** The patterns that match no file. */
  readonly unmatched: readonly string[];
}
