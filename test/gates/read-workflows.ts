import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

export interface WorkflowStep {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface WorkflowJob {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly 'runs-on'?: string;
  readonly 'timeout-minutes'?: number;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: Readonly<Record<string, unknown>>;
  readonly steps?: readonly WorkflowStep[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

/** The workflows of this repository by their file names, as they are written. */
export const workflows: ReadonlyMap<string, Workflow> = new Map(
  globSync('.github/workflows/*.yml').map((file) => [
    path.basename(file),
    parse(readFileSync(file, 'utf8')) as Workflow,
  ]),
);

/** Every job as `deploy.yml first`, with the workflow that it is in. */
export const jobs: readonly (readonly [name: string, job: WorkflowJob, workflow: Workflow])[] = [
  ...workflows,
].flatMap(([file, workflow]) =>
  Object.entries(workflow.jobs).map(([id, job]) => [`${file} ${id}`, job, workflow] as const),
);

export function jobNamed(file: string, id: string): WorkflowJob {
  const job = workflows.get(file)?.jobs[id];
  if (job === undefined) throw new Error(`${file} has no job ${id}`);
  return job;
}

/** The folder of an action of ours; undefined for those of others, and for a script. */
export const ownAction = (uses: string | undefined): string | undefined =>
  /^\.\/\.kafka-fleet-actions\/(.+)$/.exec(uses ?? '')?.[1];

/** The folders of our actions that a job runs, in its composite ones too. */
export const actionsOf = (job: WorkflowJob): string[] =>
  stepsOf(job).flatMap(({ uses }) => ownAction(uses) ?? []);

/** The steps of a job, with those of our composite actions in the place of them. */
export function stepsOf({ steps = [] }: Pick<WorkflowJob, 'steps'>): WorkflowStep[] {
  return steps.flatMap((step) => {
    const folder = ownAction(step.uses);
    if (folder?.startsWith('.github/') !== true) return [step];
    const { runs } = parse(readFileSync(`${folder}/action.yml`, 'utf8')) as { runs: WorkflowJob };
    return stepsOf(runs);
  });
}
