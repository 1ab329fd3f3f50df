import type { Place, Problem } from '../core/problem.ts';
import type { LineSink } from './log-lines.ts';

/** What an action needs of the machine that runs it; on a laptop or in a pod the same calls print to the log. */
export interface Runner {
  readonly onGithub: boolean;
  /** An input's text, empty when it was not given. */
  input(name: string): string;
  /** Whatever the line holds, it is shown on one line and is no command to GitHub; so are the others. */
  info(line: string): void;
  warning(line: string, place?: Place): void;
  error(line: string, place?: Place): void;
  /** Gives every line from now on to one more taker, without its secrets. */
  copyLines(sink: LineSink): void;
  setOutput(name: string, value: string): void;
  /** Adds to the job summary; outside GitHub there is none and the text is dropped. */
  writeSummary(markdown: string): Promise<void>;
  /** Must be called before a secret is used for the first time. */
  maskSecret(value: string): void;
  /** Fails the step: exit code 1, with one line that says why. */
  setFailed(message: string): void;
  /** Keeps a value for the post step of the same job; outside GitHub there is none and it is dropped. */
  saveState(name: string, value: string): void;
  /** A value that the main step saved, empty when it saved none. */
  savedState(name: string): string;
  /** Why there can be no OIDC token here; undefined when there may be one. */
  tokenProblem(): Problem | undefined;
  /** A fresh OIDC token of this job, masked (needs the permission `id-token: write`). */
  idToken(audience: string): Promise<string>;
}
