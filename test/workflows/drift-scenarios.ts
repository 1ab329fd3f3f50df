import { expect, test } from '@jest/globals';
import { createTopic } from '../e2e/lab-kafka.ts';
import { NAMES, topicFile } from './bench-environments.ts';
import { setScanOnPush } from './bench-repositories.ts';
import { jobResults } from './job-results.ts';
import type { WorkflowBench } from './workflow-bench.ts';

export function driftScenarios(ofBench: () => WorkflowBench): void {
  test('a topic that nobody declared and a repository that was changed open an issue each, which are closed when both are mended', async () => {
    const bench = ofBench();
    const look = () =>
      bench.run({ workflow: 'drift.yml', event: 'schedule', payload: { schedule: '37 4 * * *' } });
    const issues = () => bench.github.issues.map(({ title, state }) => [title, state]).sort();
    const both = (state: string) => [
      ['Image repositories drift: dev', state],
      ['Kafka topics drift: dev', state],
    ];
    await createTopic(bench.lab, 'stray-dev', 3);
    await setScanOnPush(bench.lab, 'producer', false);
    const run = await look();
    expect(jobResults(run).sort()).toEqual(
      ['environments success', ...NAMES.map((name) => `topics(${name}) success`)].sort(),
    );
    expect(issues()).toEqual(both('open'));
    expect(bench.github.issues.map(({ body }) => body).join()).toContain('scan on push: off instead of on');
    await look();
    expect(issues()).toHaveLength(2);
    const declared = topicFile('stray-dev', 3).replace(/ {2}config: .*\n/, '');
    bench.repository.commit('Declare it', { 'topics/dev/stray.yaml': declared });
    await setScanOnPush(bench.lab, 'producer', true);
    await look();
    expect(issues()).toEqual(both('closed'));
  });
}
