import type { Ancestry } from '../../../lib/core/ancestry.ts';
import type { Turns } from '../../../lib/adapters/github-turns.ts';

/** What the workflows' decisions need of the world. */
export interface Ports {
  /** How a commit stands to the one that is checked out. */
  ancestryOf(commit: string): Promise<Ancestry>;
  turns(token: string): Turns;
  /** The commit that this run is about; empty outside GitHub. */
  readonly commit: string;
  /** `owner/repo/.github/workflows/file.yml@ref`; empty outside GitHub. */
  readonly workflowRef: string;
  /** The names of the inputs that the workflow which began this run declares; none but of one that was started by hand. */
  readonly declared: readonly string[];
}
