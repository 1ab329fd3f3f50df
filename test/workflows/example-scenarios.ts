import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { REPOSITORY_FOLDER } from '../../lab/action-metadata.ts';
import { NAMES } from './bench-environments.ts';
import { jobResults } from './job-results.ts';
import { pullRequest } from './topic-diff-scenarios.ts';
import { OWN, type WorkflowBench } from './workflow-bench.ts';

const FOLDER = path.join('.github', 'workflows');

/** The workflows of the example, in place of those that it calls. */
async function exampleFiles(): Promise<Record<string, string>> {
  const from = path.join(REPOSITORY_FOLDER, 'examples', 'repository', FOLDER);
  const read = (await readdir(from)).map(async (name) => [
    path.join(FOLDER, name),
    await readFile(path.join(from, name), 'utf8'),
  ]);
  return Object.fromEntries(await Promise.all(read)) as Record<string, string>;
}

export function exampleScenarios(ofBench: () => WorkflowBench): void {
  test('a repository of its own calls the workflows of this one, and gets its plans', async () => {
    const bench = ofBench();
    bench.repository.checkout('as-in-the-example', true);
    bench.repository.commit('Call', await exampleFiles());
    const payload = pullRequest(bench, 9, OWN);
    const run = await bench.run({ workflow: 'topic-diff.yml', event: 'pull_request', payload });
    bench.repository.checkout('main');
    expect(run.exitCode).toBe(0);
    for (const name of NAMES) expect(jobResults(run)).toContain(`plan(${name}) success`);
    expect(bench.github.comments.filter(({ issue }) => issue === 9)).toHaveLength(3);
  });
}
