import { describeProblem } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Base } from './core/base.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import { resolveTopics } from './core/resolve-topics.ts';
import type { Ports } from './ports.ts';
import { readDocuments } from './read-documents.ts';

/** What the files of the base say of topics; Tombstones there lift no protection. */
export async function readBase(
  { files, environment, deletion: { baseRef } }: Pick<TopicSyncInputs, 'files' | 'environment' | 'deletion'>,
  { readYamlAt }: Pick<Ports, 'readYamlAt'>,
): Promise<Base> {
  if (baseRef === '') return { kind: 'unknown', because: 'base-ref is not given' };
  try {
    const yaml = await readYamlAt(baseRef, files);
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
