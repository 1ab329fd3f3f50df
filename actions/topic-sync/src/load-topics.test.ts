import { describe, expect, test } from '@jest/globals';
import { readYaml } from '../../../lib/adapters/yaml-document.ts';
import { describeProblem, ProblemsFound } from '../../../lib/core/problem.ts';
import { type LoadRequest, loadTopics } from './load-topics.ts';

const REQUEST = { allowEmpty: false, environment: '', anyEnvironment: false, environments: [], now: 0 };

function problems(text: string, request: Partial<LoadRequest> = {}): string[] {
  const file = 'topics/x.yaml';
  try {
    loadTopics({ files: [file], unmatched: [], ...readYaml(file, text) }, { ...REQUEST, ...request });
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
    'input environment: it was not given, and there are overlays, policies or Tombstones for prod. Give the environment whose topics are meant.',
  ]);
});

test('a Tombstone is never idle because nobody said which environment is meant', () => {
  const tombstone =
    'apiVersion: kafka-fleet/v1\nkind: Tombstone\nmetadata: { name: old }\n' +
    'spec: { reason: gone, topicIds: { dev: AbCdEfGhIjKlMnOpQrStUv } }\n';
  expect(problems(tombstone)).toEqual([expect.stringContaining('policies or Tombstones for dev.')]);
  expect(problems(tombstone, { environment: 'dev' })).toEqual([]);
});

test('files without a topic are a mistake, but for a lint of the others', () => {
  const defaults = 'apiVersion: kafka-fleet/v1\nkind: TopicDefaults\nspec: { partitions: 3 }\n';
  expect(problems(defaults)).toEqual([
    'input files: the files declare no topic. Check the path, or give `allow-empty: true`.',
  ]);
  expect(problems(defaults, { anyEnvironment: true })).toEqual([]);
  expect(problems(defaults, { allowEmpty: true })).toEqual([]);
});

test('what is for an environment that there is not is never idle in silence', () => {
  const spec = 'spec: { partitions: 3, replicationFactor: 3 }\n';
  const text = [
    `${HEAD}${spec}`,
    'apiVersion: kafka-fleet/v1\nkind: TopicOverlay\nmetadata: { environment: prd }\n' +
      'spec: { patches: [{ match: posts, spec: { partitions: 9 } }] }\n',
    'apiVersion: kafka-fleet/v1\nkind: TopicPolicy\nmetadata: { name: fleet }\n' +
      'spec: { environments: [prod, qa], rules: { partitions: { max: 9 } } }\n',
    'apiVersion: kafka-fleet/v1\nkind: Tombstone\nmetadata: { name: old }\n' +
      'spec: { reason: gone, topicIds: { Prod: AbCdEfGhIjKlMnOpQrStUv, eu: AbCdEfGhIjKlMnOpQrStUv } }\n',
  ].join('---\n');
  const given = { environments: ['dev', 'prod'], environment: 'eu' };
  expect(problems(text, given)).toEqual([
    'topics/x.yaml:8:26: there is no environment "prd". Did you mean prod?',
    'topics/x.yaml:14:23: there is no environment "qa". The environments are dev, prod, eu.',
    'topics/x.yaml:19:41: there is no environment "Prod". Did you mean prod?',
  ]);
  expect(problems(text, { ...given, environments: [] })).toEqual([]);
});

describe('lint without an environment', () => {
  const OVERLAY =
    'apiVersion: kafka-fleet/v1\nkind: TopicOverlay\nmetadata: { environment: prod }\n' +
    "spec: { patches: [{ match: '*', spec: { replicationFactor: 3 } }] }\n";
  const POSTS = `${HEAD}spec: { partitions: 3, replicationFactor: 1, config: { min.insync.replicas: 2 } }\n`;
  const lint = (text: string, environments: readonly string[]): string[] =>
    problems(text, { anyEnvironment: true, environments });
  const MORE = 'min.insync.replicas 2 is more than the replication factor 1';

  test('tells what the plan of an environment refuses that has a file and no overlay', () => {
    expect(lint(`${POSTS}---\n${OVERLAY}`, ['dev', 'prod'])).toEqual([expect.stringContaining(MORE)]);
  });

  test('tells nothing of an environment that there is not', () => {
    expect(lint(`${POSTS}---\n${OVERLAY}`, ['prod'])).toEqual([]);
    expect(lint(`${POSTS}---\n${OVERLAY}`, [])).toEqual([]);
  });

  test('looks at the files alone where there is no environment at all', () => {
    expect(lint(POSTS, [])).toEqual([expect.stringContaining(MORE)]);
  });
});
