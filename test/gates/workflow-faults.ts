import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly permissions?: unknown;
  readonly 'timeout-minutes'?: number;
}

interface Workflow {
  readonly on: string | readonly string[] | Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Events that somebody without rights can cause, in the name of the repository and with its secrets. */
const BY_ANYBODY =
  /^(pull_request_target|workflow_run|issues?|issue_comment|discussion|discussion_comment|fork|watch)$/;
const PINNED = /@[0-9a-f]{40}$/;

/** What the threat model promises of every workflow, and this one does not keep. */
export function workflowFaults(text: string): string[] {
  const workflow = parse(text) as Workflow;
  const events =
    typeof workflow.on === 'object' && !Array.isArray(workflow.on) ? Object.keys(workflow.on) : [workflow.on];
  return [
    ...events
      .flat()
      .filter((event) => BY_ANYBODY.test(String(event)))
      .map((event) => `anybody can start it: ${String(event)}`),
    ...(JSON.stringify(workflow.permissions) === '{}' ? [] : ['it gives permissions to all of its jobs']),
    ...Object.entries(workflow.jobs).flatMap(([name, job]) =>
      jobFaults(job).map((fault) => `${name}: ${fault}`),
    ),
  ];
}

function jobFaults(job: Job): string[] {
  const { steps = [], uses, permissions } = job;
  return [
    ...(permissions === undefined ? ['it does not say its permissions'] : []),
    ...(typeof permissions === 'string' ? [`its permissions are ${permissions}`] : []),
    ...(uses === undefined && job['timeout-minutes'] === undefined ? ['nothing ends it'] : []),
    ...steps.flatMap(stepFaults),
  ];
}

function stepFaults(step: Step): string[] {
  return step.uses === undefined ? scriptFaults(step.run ?? '') : useFaults(step.uses, step.with ?? {});
}

const scriptFaults = (run: string): string[] =>
  run.includes('${{') ? ['an expression stands in a script'] : [];

function useFaults(uses: string, inputs: NonNullable<Step['with']>): string[] {
  const keepsToken = uses.startsWith('actions/checkout@') && inputs['persist-credentials'] !== false;
  return [
    ...(uses.startsWith('./') || PINNED.test(uses) ? [] : [`${uses} is not pinned by its commit`]),
    ...(keepsToken ? ['the checkout keeps its token'] : []),
  ];
}
