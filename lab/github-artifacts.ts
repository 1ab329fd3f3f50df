import { type HttpAnswer, type HttpRequest, jsonAnswer } from './loopback-server.ts';

/** What a run of a workflow kept. */
export interface EmulatedArtifact {
  readonly name: string;
  readonly runId: number;
  /** The newest commit of the pull request that the run was for. */
  readonly headSha: string;
  readonly fromFork?: boolean;
  readonly expired?: boolean;
}

/** `GET .../actions/artifacts?name=<name>`; undefined for every other call. */
export function answerArtifacts(
  { method, url }: HttpRequest,
  kept: readonly EmulatedArtifact[],
): HttpAnswer | undefined {
  if (method !== 'GET' || !url.pathname.endsWith('/actions/artifacts')) return undefined;
  const name = url.searchParams.get('name');
  const artifacts = kept
    .filter((each) => each.name === name)
    .map(({ runId, headSha, fromFork = false, expired = false }) => ({
      ...{ name, expired },
      workflow_run: { id: runId, head_sha: headSha, repository_id: 1, head_repository_id: fromFork ? 2 : 1 },
    }));
  return jsonAnswer(200, { total_count: artifacts.length, artifacts });
}
