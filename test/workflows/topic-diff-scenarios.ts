import { expect, test } from '@jest/globals';
import { NAMES, topicFile } from './bench-environments.ts';
import { jobResults } from './job-results.ts';
import { OWN, type WorkflowBench } from './workflow-bench.ts';

const JOBS = ['environments success', ...NAMES.map((name) => `plan(${name}) success`)].sort();

/** The payload of a pull request to main. */
export const pullRequest = (bench: WorkflowBench, number: number, from: string): Record<string, unknown> => ({
  number,
  pull_request: {
    number,
    head: { sha: bench.repository.head(), ref: 'change', repo: { full_name: from } },
    base: { ref: 'main', repo: { full_name: OWN } },
  },
});

export function topicDiffScenarios(ofBench: () => WorkflowBench): void {
  test('a pull request from a branch gets a plan for each environment, and its second commit the same comments', async () => {
    const bench = ofBench();
    const started = { workflow: 'topic-diff.yml', event: 'pull_request' } as const;
    bench.repository.checkout('change', true);
    const first = await bench.run({ ...started, payload: pullRequest(bench, 7, OWN) });
    expect(jobResults(first).sort()).toEqual(JOBS);
    const idsOf = () => bench.github.comments.map(({ id }) => id);
    const ids = idsOf();
    expect(ids).toHaveLength(3);
    bench.repository.commit('More', { 'topics/dev/likes.yaml': topicFile('likes-dev', 3) });
    await bench.run({ ...started, payload: pullRequest(bench, 7, OWN) });
    expect(idsOf()).toEqual(ids);
    const about = (topic: string) => bench.github.comments.filter(({ body }) => body.includes(topic));
    expect(about('likes-dev')).toHaveLength(1);
    expect(NAMES.map((name) => about(`posts-${name}`).map(({ issue }) => issue))).toEqual([[7], [7], [7]]);
    bench.repository.checkout('main');
  });

  test('a pull request from a fork has its files checked, and nothing is written or asked of AWS', async () => {
    const bench = ofBench();
    const [before, calls] = [bench.github.requests.length, (await bench.lab.awsCalls()).length];
    const run = await bench.run({
      ...{ workflow: 'topic-diff.yml', event: 'pull_request', fromFork: true },
      payload: pullRequest(bench, 8, 'somebody/kafka-fleet-example'),
    });
    expect(jobResults(run).sort()).toEqual(JOBS);
    const asked = bench.github.requests.slice(before);
    expect(asked.filter((request) => !request.startsWith('GET'))).toEqual([]);
    expect(await bench.lab.awsCalls()).toHaveLength(calls);
  });
}
