import { expect, test } from '@jest/globals';
import { repositoryOf } from './bench-repositories.ts';
import { turns } from './deploy-scenarios.ts';
import { builtBy, inOrder, takenBy, withImages } from './image-jobs.ts';
import { allOf, outcomeOf } from './job-results.ts';
import type { WorkflowBench } from './workflow-bench.ts';

const IMAGE = 'producer';
const PROGRAM = `bundles/${IMAGE}/index.js`;
const FOUND = 'CVE-2026-4242';
/** The scan is read by the build and by the promotion to dev; what becomes known then is told to staging first. */
const READ_BEFORE = 2;

const POLICY = 'services/vulnerabilities.yaml';
const ACCEPTED = `apiVersion: kafka-fleet/v1
kind: VulnerabilityPolicy
spec:
  allow:
    - { id: ${FOUND}, owner: bench, reason: not reachable, expires: '${tomorrow()}' }
`;

function tomorrow(): string {
  return new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
}

/** The jobs that run before the promotion to staging, and those that need it. */
const UP_TO_STAGING = ['validate', 'first-plan', 'first', 'second-plan'].map((job) => `${job} success`);
const THIRD = ['third-plan success', 'third success'];

export function promotionScenarios(ofBench: () => WorkflowBench): void {
  test('what is found in an image after dev took it keeps it from staging and prod, until it is accepted and the run goes once more', async () => {
    const bench = ofBench();
    const { images, lab, repository } = bench;
    if (images.names.length === 0) return;
    const [, , before] = await takenBy(images, IMAGE);
    const finding = { id: FOUND, severity: 'CRITICAL', after: READ_BEFORE } as const;
    await lab.inject({ kind: 'scan-finds', repository: repositoryOf(IMAGE), ...finding });
    const newer = `${images.files[PROGRAM] ?? ''}\n// newer\n`;
    repository.commit('Change it', { [PROGRAM]: newer, [POLICY]: ACCEPTED });
    const push = { workflow: 'deploy.yml', event: 'push', ...images.given, runId: 200 } as const;
    const stopped = await bench.run(push);
    const { jobs, errors } = inOrder(outcomeOf(stopped), images);
    expect([stopped.exitCode, jobs]).toEqual([1, withImages([...UP_TO_STAGING, 'second failure'], images)]);
    expect(errors).toContainEqual(expect.stringMatching(`deploy \\(second\\).*refused: 1 of 1.*${FOUND}`));
    expect(stopped.log).toMatch(new RegExp(`Summary - ## .* Image refused: ${IMAGE}\\n+1 of 1 .*${FOUND}`));
    const built = builtBy(stopped, images);
    expect(built.map(({ image, status }) => `${image} ${status ?? ''}`)).toEqual([
      'consumer reused',
      'producer pushed',
    ]);
    const digest = built.find(({ image }) => image === IMAGE)?.digest;
    expect(digest).not.toBe(before);
    expect(await takenBy(images, IMAGE)).toEqual([digest, before, before]);

    const uploads = images.uploads();
    const variables = { ...push.variables, KAFKA_FLEET_VULNERABILITY_POLICY: POLICY };
    const again = await bench.run({ ...push, variables, attempt: 2 });
    const all = withImages([...UP_TO_STAGING, 'second success', ...THIRD], images);
    expect(inOrder(outcomeOf(again), images)).toEqual(allOf(all));
    expect(builtBy(again, images)).toEqual(built.map((each) => ({ ...each, status: 'reused' })));
    expect(images.uploads()).toBe(uploads);
    expect(await takenBy(images, IMAGE)).toEqual([digest, digest, digest]);
    const ended = turns(bench).map(({ environment, states: [last = ''] }) => `${environment} ${last}`);
    expect(ended.slice(0, 5)).toEqual([
      ...['prod success', 'staging success', 'dev success'],
      ...['staging failure', 'dev success'],
    ]);
  });
}
