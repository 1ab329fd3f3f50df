import { expect, test } from '@jest/globals';
import { createTopic } from '../e2e/lab-kafka.ts';
import { NAMES, topicFile } from './bench-environments.ts';
import { jobResults } from './job-results.ts';
import type { WorkflowBench } from './workflow-bench.ts';

export function driftScenarios(ofBench: () => WorkflowBench): void {
  test('a topic that nobody declared opens one issue, which is closed when it is declared', async () => {
    const bench = ofBench();
    const look = () =>
      bench.run({ workflow: 'drift.yml', event: 'schedule', payload: { schedule: '37 4 * * *' } });
    const issues = () => bench.github.issues.map(({ title, state }) => [title, state]);
    await createTopic(bench.lab, 'stray-dev', 3);
    const run = await look();
    expect(jobResults(run).sort()).toEqual(
      ['environments success', ...NAMES.map((name) => `topics(${name}) success`)].sort(),
    );
    expect(issues()).toEqual([['Kafka topics drift: dev', 'open']]);
    await look();
    expect(issues()).toHaveLength(1);
    const declared = topicFile('stray-dev', 3).replace(/ {2}config: .*\n/, '');
    bench.repository.commit('Declare it', { 'topics/dev/stray.yaml': declared });
    await look();
    expect(issues()).toEqual([['Kafka topics drift: dev', 'closed']]);
  });
}
