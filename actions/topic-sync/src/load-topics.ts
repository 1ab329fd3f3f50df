import { type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import type { YamlFiles } from '../../../lib/core/yaml-files.ts';
import type { DesiredTopic } from './core/topic.ts';
import { notAt } from './not-at.ts';
import { readDocuments } from './read-documents.ts';

export interface LoadedTopics {
  readonly topics: readonly DesiredTopic[];
  readonly warnings: readonly Problem[];
}

/** The topics of the files. @throws ProblemsFound with every mistake of every file */
export function loadTopics(yaml: YamlFiles, allowEmpty: boolean): LoadedTopics {
  const read = readDocuments(yaml.documents);
  const empty = allowEmpty ? [] : emptiness(yaml);
  const problems = [...empty, ...yaml.problems, ...notAt(yaml.problems, read.problems)];
  if (problems.length > 0) throw new ProblemsFound(problems);
  return read;
}

// Nothing found is far more often a wrong path than a wish, and "in sync" would be the worst answer to it.
function emptiness({ unmatched, documents, problems }: YamlFiles): Problem[] {
  const fix = 'Check the path, or give `allow-empty: true`.';
  const patterns = unmatched.map((pattern) => ({
    where: 'input files',
    what: `${JSON.stringify(pattern)} matches no file`,
    fix,
  }));
  if (patterns.length > 0 || documents.length > 0 || problems.length > 0) return patterns;
  return [{ where: 'input files', what: 'the files hold no document', fix }];
}
