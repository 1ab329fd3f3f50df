import { type Parsed, parsed, refused } from '../../../../lib/core/problem.ts';

export interface Workflow {
  /** The file's name in `.github/workflows`. */
  readonly file: string;
  readonly ref: string;
}

/** The workflow that began this run, also where it called another one: `owner/repo/.github/workflows/file.yml@ref`. */
export function workflowOf(workflowRef: string): Parsed<Workflow> {
  const [, file, ref] = /^[^@]+\/\.github\/workflows\/([^/@]+)@(.+)$/.exec(workflowRef) ?? [];
  if (file !== undefined && ref !== undefined) return parsed({ file, ref });
  const what = `GITHUB_WORKFLOW_REF is "${workflowRef}", which names no workflow`;
  return refused([{ where: 'the runner', what, fix: 'Run this on GitHub.' }]);
}
