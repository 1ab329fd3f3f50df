import type { Problem } from './problem.ts';
import type { SourceValue } from './source-value.ts';

/** One environment file, as far as it could be read. */
export interface EnvironmentDocument {
  /** As the file is called. */
  readonly name: string;
  /** `environments/prod.yaml`. */
  readonly file: string;
  /** What it holds; undefined where it is not one document. */
  readonly content: SourceValue | undefined;
  /** What is wrong with it by itself. */
  readonly problems: readonly Problem[];
}
