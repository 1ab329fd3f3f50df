import { loadTopics, type LoadedTopics } from '../../actions/topic-sync/src/load-topics.ts';
import { readYaml } from '../../lib/adapters/yaml-document.ts';
import { describeProblem, ProblemsFound } from '../../lib/core/problem.ts';

/** A Tuesday. */
const NOW = Date.UTC(2026, 10, 24, 12);

/** The topics of one file; without an environment as lint reads it. */
export function readInto(text: string, environment = ''): LoadedTopics {
  const file = 'topics/x.yaml';
  const yaml = { files: [file], unmatched: [], ...readYaml(file, text) };
  return loadTopics(yaml, {
    ...{ allowEmpty: false, environment, anyEnvironment: environment === '' },
    ...{ environments: [], now: NOW },
  });
}

/** What is wrong with the file, in words. */
export function problemsIn(text: string, environment = ''): string[] {
  try {
    readInto(text, environment);
  } catch (error) {
    if (error instanceof ProblemsFound) return error.problems.map(describeProblem);
    throw error;
  }
  return [];
}
