import { context } from '@actions/github';
import type { KeptThread } from '../core/kept-thread.ts';
import { type GithubAccess, type GithubClient, githubClient, unlessRefused } from './github-client.ts';
import { runThatShowed, type ShownRun } from './github-pull-requests.ts';
import { newDeployment } from './new-deployment.ts';

/** Parts our deployments from those that a job's `environment` makes by itself. */
const TASK = 'kafka-fleet-chain';

type Refused = Extract<KeptThread, { kind: 'refused' }>;

/** The turns of commits in environments, kept as deployments; and the runs of workflows. */
export interface Turns {
  /** The commit of the turn that began last, however it ended: it may have changed something. */
  last(environment: string): Promise<{ readonly kind: 'known'; readonly commit: string | null } | Refused>;
  begin(
    environment: string,
    commit: string,
  ): Promise<{ readonly kind: 'begun'; readonly turn: number } | Refused>;
  finish(turn: number, state: 'success' | 'failure' | 'error'): Promise<KeptThread>;
  /** The run that kept an artifact for the pull request that was merged as a commit; null where there is none. */
  runThatShowed(commit: string, artifact: string): Promise<ShownRun>;
  startWorkflow(file: string, ref: string, inputs: Readonly<Record<string, string>>): Promise<KeptThread>;
}

export function githubTurns(token: string, clock: GithubAccess['clock']): Turns {
  const { apiUrl, repo: repository } = context;
  return turnsOf(githubClient({ token, apiUrl, repository, clock }));
}

function turnsOf(client: GithubClient): Turns {
  const { octokit, repository } = client;
  return {
    last: (environment) =>
      unlessRefused('deployments: write', async () => {
        const of = { ...repository, environment, task: TASK, per_page: 1 };
        const { data } = await octokit.rest.repos.listDeployments(of);
        return { kind: 'known', commit: data[0]?.sha ?? null };
      }),
    begin: (environment, commit) =>
      unlessRefused('deployments: write', async () => {
        const wanted = {
          commit,
          environment,
          task: TASK,
          description: 'Kafka fleet',
          state: 'in_progress',
        } as const;
        const made = await newDeployment(client, wanted);
        return made.kind === 'refused' ? made : { kind: 'begun', turn: made.id };
      }),
    finish: (turn, state) =>
      unlessRefused('deployments: write', async () => {
        const status = { deployment_id: turn, state, auto_inactive: false };
        const { data } = await octokit.rest.repos.createDeploymentStatus({ ...repository, ...status });
        return { kind: 'kept', url: data.url };
      }),
    runThatShowed: (commit, artifact) => runThatShowed(client, commit, artifact),
    startWorkflow: (file, ref, inputs) =>
      unlessRefused('actions: write', async () => {
        const of = { ...repository, workflow_id: file, ref, inputs };
        await octokit.rest.actions.createWorkflowDispatch(of);
        return { kind: 'none' };
      }),
  };
}
