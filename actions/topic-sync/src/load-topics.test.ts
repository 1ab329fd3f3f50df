import { expect, test } from '@jest/globals';
import { readYaml } from '../../../lib/adapters/yaml-document.ts';
import { describeProblem, ProblemsFound } from '../../../lib/core/problem.ts';
import { loadTopics } from './load-topics.ts';

const REQUEST = { allowEmpty: false, environment: '', anyEnvironment: false, now: 0 };

function problems(text: string): string[] {
  const file = 'topics/x.yaml';
  try {
    loadTopics({ files: [file], unmatched: [], ...readYaml(file, text) }, REQUEST);
  } catch (error) {
    if (error instanceof ProblemsFound) return error.problems.map(describeProblem);
    throw error;
  }
  return [];
}

const HEAD = 'apiVersion: kafka-fleet/v1\nkind: Topic\nmetadata: { name: posts }\n';

test('two mistakes at one place are both told', () => {
  expect(problems(`${HEAD}spec: { ordering: none }\n`)).toEqual([
    expect.stringContaining('spec.partitions is missing'),
    expect.stringContaining('spec.replicationFactor is missing'),
  ]);
});

test('a value that cannot be read is told once', () => {
  expect(problems(`${HEAD}spec: { partitions: *six, replicationFactor: 3 }\n`)).toEqual([
    expect.stringContaining('*six is an alias'),
  ]);
});

test('overlays are never left out because nobody said which environment is meant', () => {
  const topic = `${HEAD}spec: { partitions: 3, replicationFactor: 3 }\n`;
  const overlay =
    'apiVersion: kafka-fleet/v1\nkind: TopicOverlay\nmetadata: { environment: prod }\n' +
    "spec: { patches: [{ match: '*', spec: { partitions: 9 } }] }\n";
  expect(problems(`${topic}---\n${overlay}`)).toEqual([
    'input environment: it was not given, and there are overlays or policies for prod. Give the environment whose topics are meant.',
  ]);
});
