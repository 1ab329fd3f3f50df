import { describeProblem } from '../../../lib/core/problem.ts';
import type { AppliedCommit } from '../../../lib/core/applied-commit.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Base } from './core/base.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import { resolveTopics } from './core/resolve-topics.ts';
import type { Ports } from './ports.ts';
import { readDocuments } from './read-documents.ts';

type Asked = Pick<TopicSyncInputs, 'files' | 'environment' | 'deletion' | 'github'>;

/**
 * What the files of the base say of topics; Tombstones there lift no protection. The base is `base-ref`, or else the
 * commit that was recorded as applied to the environment.
 */
export async function readBase(inputs: Asked, ports: Pick<Ports, 'readYamlAt' | 'github'>): Promise<Base> {
  const found = await baseCommit(inputs, ports);
  return found.kind === 'unknown' ? found : readTopicsAt(found.commit, inputs, ports);
}

async function baseCommit(
  { environment, deletion: { baseRef }, github: { token } }: Asked,
  { github }: Pick<Ports, 'github'>,
): Promise<AppliedCommit> {
  if (baseRef !== '') return { kind: 'known', commit: baseRef };
  const notGiven = 'base-ref is not given';
  if (environment === '' || token === '') return { kind: 'unknown', because: notGiven };
  const last = await github.open(token).lastApplied(environment);
  return last.kind === 'known' ? last : { ...last, because: `${notGiven}, and ${last.because}` };
}

async function readTopicsAt(
  commit: string,
  { files, environment }: Asked,
  { readYamlAt }: Pick<Ports, 'readYamlAt'>,
): Promise<Base> {
  try {
    const yaml = await readYamlAt(commit, files);
    const { documents, problems } = readDocuments(yaml.documents);
    const base = resolveTopics({ ...documents, tombstones: [] }, environment === '' ? null : environment);
    const [mistake] = [...yaml.problems, ...problems, ...base.problems];
    if (mistake !== undefined) return { kind: 'unknown', because: describeProblem(mistake) };
    return { kind: 'known', topics: new Map(base.topics.map((topic) => [topic.name, topic])) };
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return { kind: 'unknown', because: failure.message };
  }
}
