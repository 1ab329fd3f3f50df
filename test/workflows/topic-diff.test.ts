import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { NAMES, topicFile } from './bench-environments.ts';
import { WorkflowBench } from './workflow-bench.ts';

jest.setTimeout(300_000);

let bench: WorkflowBench;

beforeAll(async () => {
  bench = await WorkflowBench.open();
});

afterAll(() => bench[Symbol.asyncDispose]());

const OWN = 'kafka-fleet/kafka-fleet-example';
const pullRequest = (number: number, from: string) => ({
  number,
  pull_request: {
    number,
    head: { sha: bench.repository.head(), ref: 'change', repo: { full_name: from } },
    base: { ref: 'main', repo: { full_name: OWN } },
  },
});

beforeEach(() => {
  bench.github.comments.length = 0;
  bench.github.requests.length = 0;
});

test('a pull request from a branch gets a plan for each environment, and its second commit the same comments', async () => {
  bench.repository.checkout('change', true);
  const started = { workflow: 'topic-diff.yml', event: 'pull_request' } as const;
  const first = await bench.run({ ...started, payload: pullRequest(7, OWN) });
  if (first.exitCode !== 0) process.stderr.write(first.log);
  expect(first.jobs.map(({ job, matrix, result }) => [job, matrix['environment'], result]).sort()).toEqual([
    ['environments', undefined, 'success'],
    ...NAMES.toSorted().map((name) => ['plan', name, 'success']),
  ]);
  expect(bench.github.comments).toHaveLength(3);
  bench.repository.commit('More partitions', { 'topics/dev/posts.yaml': topicFile('posts-dev', 6) });
  await bench.run({ ...started, payload: pullRequest(7, OWN) });
  expect(bench.github.comments.map(({ issue, body }) => [issue, /posts-\w+/.exec(body)?.[0]])).toEqual(
    expect.arrayContaining(NAMES.map((name) => [7, `posts-${name}`])),
  );
  expect(bench.github.comments).toHaveLength(3);
  bench.repository.checkout('main');
});

test('a pull request from a fork has its files checked, and nothing is written', async () => {
  const run = await bench.run({
    ...{ workflow: 'topic-diff.yml', event: 'pull_request', fromFork: true },
    payload: pullRequest(8, 'somebody/kafka-fleet-example'),
  });
  expect(run.jobs.map(({ job, result }) => [job, result]).sort()).toEqual([
    ['environments', 'success'],
    ...NAMES.map(() => ['plan', 'success']),
  ]);
  expect(bench.github.requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
});
