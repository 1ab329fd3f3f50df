import type { WorkflowRun } from './run-act.ts';

/** The jobs that ran with what became of each, in the order in which they ended: `plan(dev) success`. */
export const jobResults = ({ jobs }: WorkflowRun): string[] =>
  jobs.map(({ job, matrix, result }) => {
    const of = matrix['environment'];
    return `${job}${typeof of === 'string' ? `(${of})` : ''} ${result}`;
  });

/** The same, with every error that was told: in a run that fails it is the first thing to know. */
export const outcomeOf = (run: WorkflowRun): { readonly jobs: string[]; readonly errors: string[] } => ({
  jobs: jobResults(run),
  errors: run.log.split('\n').filter((line) => line.includes('::error')),
});

/** All is well. */
export const allOf = (
  jobs: readonly string[],
): { readonly jobs: readonly string[]; readonly errors: [] } => ({
  jobs,
  errors: [],
});
