import { formatDuration } from '../../../lib/core/duration.ts';
import { type Problem } from '../../../lib/core/problem.ts';
import type { BuildPushInputs } from './core/inputs.ts';
import type { PlaceReport, Report, Step } from './core/report.ts';
import type { Ports } from './ports.ts';

/** What one run has come to; its story only ever adds to it. */
export interface Session {
  readonly inputs: BuildPushInputs;
  readonly ports: Ports;
  readonly steps: Step[];
  readonly warnings: Problem[];
}

export const newSession = (inputs: BuildPushInputs, ports: Ports): Session => ({
  inputs,
  ports,
  steps: [],
  warnings: [],
});

/** Does something that takes a while, and keeps how long and what came of it. */
export async function step<T>(
  { ports: { clock, say }, steps }: Session,
  what: string,
  { act, tell }: Doing<T>,
): Promise<T> {
  const from = clock.now();
  say(`${what} ...`);
  const keep = (outcome: string): void => {
    const to = clock.now();
    steps.push({ what, from, to, outcome });
    say(`${what}: ${outcome} (${formatDuration(to - from)})`);
  };
  try {
    const result = await act();
    keep(tell(result));
    return result;
  } catch (failure) {
    keep('failed');
    throw failure;
  }
}

interface Doing<T> {
  readonly act: () => Promise<T>;
  readonly tell: (result: T) => string;
}

/** Tells a problem that does not stop the run. */
export function warn(session: Session, problem: Problem): void {
  session.warnings.push(problem);
  session.ports.warn(problem);
}

/** What has come out so far. */
export type Known = Partial<Report> & { readonly places: readonly PlaceReport[] };

export type Ending = Pick<Report, 'status' | 'because'>;

/** A report with what is known, and nothing else. */
export const reportOf = ({ inputs, steps, warnings }: Session, known: Known & Ending): Report => ({
  mode: inputs.mode,
  dryRun: inputs.dryRun,
  image: inputs.image,
  digest: null,
  platformDigests: {},
  contentHash: null,
  reasons: [],
  size: null,
  sizeBefore: null,
  hardening: null,
  probes: [],
  scan: null,
  ...known,
  steps,
  warnings,
});
