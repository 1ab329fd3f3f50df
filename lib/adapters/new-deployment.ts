import type { GithubClient } from './github-client.ts';

interface Wanted {
  readonly commit: string;
  readonly environment: string;
  /** Parts our deployments from those that a job's `environment` makes by itself. */
  readonly task: string;
  readonly description: string;
  readonly payload?: Record<string, unknown>;
  readonly state: 'in_progress' | 'success';
}

type NewDeployment =
  | { readonly kind: 'made'; readonly id: number; readonly url: string }
  | { readonly kind: 'refused'; readonly because: string };

/** Records a commit as a deployment with its status, which others see too. */
export async function newDeployment(
  { octokit, repository }: GithubClient,
  { commit, state, ...wanted }: Wanted,
): Promise<NewDeployment> {
  const { data } = await octokit.rest.repos.createDeployment({
    ...{ ...repository, ...wanted, ref: commit },
    // It tells what is done: nothing is to be merged for it, and no check to be waited for.
    ...{ auto_merge: false, required_contexts: [] },
  });
  if (!('id' in data))
    return { kind: 'refused', because: `GitHub made no deployment: ${data.message ?? ''}` };
  const { id, url } = data;
  await octokit.rest.repos.createDeploymentStatus({
    ...{ ...repository, deployment_id: id, state, auto_inactive: false },
  });
  return { kind: 'made', id, url };
}
