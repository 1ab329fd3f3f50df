import type { AppliedCommit, AppliedFiles } from '../core/applied-commit.ts';
import type { KeptThread } from '../core/kept-thread.ts';
import { isJsonObject, parseJsonObject } from '../core/json-object.ts';
import { type GithubClient, unlessRefused } from './github-client.ts';
import { newDeployment } from './new-deployment.ts';

/** Parts our deployments from those that a job's `environment` makes by itself. */
const TASK = 'topic-sync';
/** So many of the newest are looked at: one that did not succeed is passed over. */
const MOST_LOOKED_AT = 30;

/** The commit of the newest deployment to the environment that succeeded. */
export async function lastApplied(client: GithubClient, environment: string): Promise<AppliedCommit> {
  const found = await unlessRefused('deployments: read', () => newestSuccess(client, environment));
  if (found === undefined) return { kind: 'none', because: `no apply to ${environment} is recorded` };
  return 'kind' in found ? { kind: 'unknown', because: found.because } : { kind: 'known', ...found };
}

/** Records a commit as applied. */
export const recordApplied = (
  client: GithubClient,
  environment: string,
  applied: AppliedFiles,
): Promise<KeptThread> =>
  unlessRefused('deployments: write', async () => {
    const last = await newestSuccess(client, environment);
    if (JSON.stringify(last) === JSON.stringify(applied)) return { kind: 'none' };
    const { commit, ...payload } = applied;
    const wanted = {
      commit,
      environment,
      task: TASK,
      description: 'Kafka topics',
      payload,
      state: 'success',
    } as const;
    const made = await newDeployment(client, wanted);
    return made.kind === 'refused' ? made : { kind: 'kept', url: made.url };
  });

async function newestSuccess(
  { octokit, repository }: GithubClient,
  environment: string,
): Promise<AppliedFiles | undefined> {
  const of = { ...repository, environment, task: TASK, per_page: MOST_LOOKED_AT };
  const { data } = await octokit.rest.repos.listDeployments(of);
  for (const { id, sha, payload } of data) {
    const statuses = await octokit.rest.repos.listDeploymentStatuses({ ...repository, deployment_id: id });
    if (statuses.data.some(({ state }) => state === 'success')) return { commit: sha, ...scopeOf(payload) };
  }
  return undefined;
}

/** What a payload says of the files; GitHub gives it as an object or as text. */
function scopeOf(payload: unknown): Omit<AppliedFiles, 'commit'> {
  const object = typeof payload === 'string' ? parseJsonObject(payload) : payload;
  if (!isJsonObject(object)) return { files: null, ignore: [] };
  return { files: textsOf(object['files']), ignore: textsOf(object['ignore']) ?? [] };
}

const textsOf = (value: unknown): string[] | null => (Array.isArray(value) ? value.map(String) : null);
