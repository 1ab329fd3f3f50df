import type { WorkflowRun } from './run-act.ts';

/** The jobs that ran with what became of each, in the order in which they ended: `plan(dev) success`. */
export const jobResults = ({ jobs }: WorkflowRun): string[] =>
  jobs.map(({ job, matrix, result }) => {
    const of = matrix['environment'];
    return `${job}${typeof of === 'string' ? `(${of})` : ''} ${result}`;
  });
