import { expect, test } from '@jest/globals';
import { NAMES, topicFile } from './bench-environments.ts';
import { builtBy, inOrder, takenBy, withImages } from './image-jobs.ts';
import { allOf, jobResults, outcomeOf } from './job-results.ts';
import { partitionsOf } from './partitions-of.ts';
import type { WorkflowRun } from './run-act.ts';
import { pullRequest } from './topic-diff-scenarios.ts';
import { OWN, type WorkflowBench } from './workflow-bench.ts';

const ALL = [
  'validate success',
  ...['first', 'second', 'third'].flatMap((slot) => [`${slot}-plan success`, `${slot} success`]),
];

const PUSH = { workflow: 'deploy.yml', event: 'push' } as const;
const LIKES = 'topics/dev/likes.yaml';
const LATE = 'topics/dev/late.yaml';

const deploy = (bench: WorkflowBench): Promise<WorkflowRun> => bench.run(PUSH);
/** The newest first. */
export const turns = ({ github }: WorkflowBench): WorkflowBench['github']['deployments'] =>
  github.deployments.filter(({ task }) => task === 'kafka-fleet-chain');

export function deployScenarios(ofBench: () => WorkflowBench): void {
  everywhere(ofBench);
  refused(ofBench);
}

const SHOWN = 300;

/** A pull request shows its plans; it is merged together with one topic more. */
async function showPlans(bench: WorkflowBench): Promise<void> {
  const { github, repository } = bench;
  const headSha = repository.head();
  const payload = pullRequest(bench, 9, OWN);
  await bench.run({ workflow: 'topic-diff.yml', event: 'pull_request', payload, runId: SHOWN });
  const merged = repository.commit('Merge', { 'topics/dev/beside.yaml': topicFile('beside-dev', 3) });
  github.pullRequests.push({ number: 9, commits: [merged], mergedAs: merged, headSha });
  for (const name of NAMES) github.artifacts.push({ name: `topic-plan-${name}`, runId: SHOWN, headSha });
}

function everywhere(ofBench: () => WorkflowBench): void {
  test('what main says comes to dev, then to staging, then to prod, with images that are built once', async () => {
    const bench = ofBench();
    const { images } = bench;
    await showPlans(bench);
    const first = await bench.run({ ...PUSH, ...images.given });
    for (const name of NAMES) expect(first.log).toContain(`took topic-plan-${name} of run ${String(SHOWN)}`);
    expect(first.log).toMatch(/Otherwise than the pull request showed[^#]*new: create beside-dev/);
    expect(inOrder(outcomeOf(first), images)).toEqual(allOf(withImages(ALL, images)));
    for (const name of NAMES)
      expect(await partitionsOf(bench.clusters[name].lab)).toHaveProperty(`posts-${name}`, 3);
    const through = NAMES.map((name) => expect.stringContaining(`a record was written to verify-${name}`));
    expect(first.log.split('\n')).toEqual(expect.arrayContaining(through));
    for (const name of NAMES)
      expect(first.log).toContain(`kept plan.json, report.json, rollback.yaml as topic-apply-${name}-1`);
    for (const { image, status, digest } of builtBy(first, images)) {
      expect([status, digest]).toEqual(['pushed', expect.stringMatching(/^sha256:/)]);
      expect(await takenBy(images, image)).toEqual(NAMES.map(() => digest));
    }
    expect(turns(bench).map(({ environment, states }) => [environment, states])).toEqual(
      NAMES.toReversed().map((name) => [name, ['success', 'in_progress']]),
    );
    expect(new Set(turns(bench).map(({ sha }) => sha))).toEqual(new Set([bench.repository.head()]));
  });
}

function refused(ofBench: () => WorkflowBench): void {
  test('an approval that comes after a newer commit was deployed is refused, and changes nothing', async () => {
    const bench = ofBench();
    const older = bench.repository.commit('Older', { [LATE]: topicFile('late-dev', 3) });
    const newer = bench.repository.commit('Newer', { [LATE]: null, [LIKES]: topicFile('likes-dev', 6) });
    expect(outcomeOf(await deploy(bench))).toEqual(allOf(ALL));
    expect(turns(bench)[0]?.sha).toBe(newer);
    bench.repository.checkout(older);
    const late = await deploy(bench);
    bench.repository.checkout('main');
    expect(jobResults(late)).toEqual(['validate success', 'first-plan success', 'first failure']);
    expect(late.log).toContain(`${newer} was deployed since`);
    expect(await partitionsOf(bench.lab)).toMatchObject({ 'likes-dev': 6 });
    expect(await partitionsOf(bench.lab)).not.toHaveProperty('late-dev');
    expect(turns(bench).filter(({ sha }) => sha === older)).toEqual([]);
  });

  test('where the plan of dev is refused, dev, staging and prod are left as they are, and a later commit goes on', async () => {
    const bench = ofBench();
    const harmful = topicFile('likes-dev', 6).replace('min.insync.replicas: 2', 'min.insync.replicas: 1');
    const prod = { 'topics/prod/likes.yaml': topicFile('likes-prod', 3) };
    bench.repository.commit('Weaken', { [LIKES]: harmful, ...prod });
    const refused = await deploy(bench);
    expect(jobResults(refused)).toEqual(['validate success', 'first-plan failure']);
    expect(await partitionsOf(bench.clusters.prod.lab)).not.toHaveProperty('likes-prod');
    bench.repository.commit('Mend', { [LIKES]: topicFile('likes-dev', 6) });
    expect(outcomeOf(await deploy(bench))).toEqual(allOf(ALL));
    expect(await partitionsOf(bench.clusters.prod.lab)).toHaveProperty('likes-prod');
  });
}
