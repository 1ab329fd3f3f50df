import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { REPOSITORY_FOLDER } from '../../lab/action-metadata.ts';
import { JOB_TOKEN } from '../../lab/github.ts';
import { GitRepository } from './git-repository.ts';
import { runAct } from './run-act.ts';
import { stubs } from './stubs.ts';

const OWN = 'kafka-fleet/kafka-fleet-actions';
const SOURCE = 'lib/core/version.ts';
const folder = mkdtempSync(path.join(tmpdir(), 'scanning-'));
const repository = GitRepository.make(path.join(folder, 'repository'));
let runs = 0;

beforeAll(() => {
  const files = ['codeql', 'scorecard'].map((name) => `.github/workflows/${name}.yml`);
  const texts = [...files, SOURCE].map((file) => [
    file,
    readFileSync(path.join(REPOSITORY_FOLDER, file), 'utf8'),
  ]);
  repository.commit('Begin', Object.fromEntries(texts) as Record<string, string>);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The jobs that ran, and the findings that were told, by their category or tool. */
async function run(workflow: string, event: string, payload: object) {
  const own = path.join(folder, String((runs += 1)));
  const findings = path.join(own, 'findings');
  mkdirSync(findings, { recursive: true });
  const { jobs } = await runAct({
    ...{ repository: repository.folder, folder: own, workflow: `${workflow}.yml`, event, payload },
    env: {
      GITHUB_REPOSITORY: OWN,
      BENCH_REPOSITORIES: JSON.stringify({ [OWN]: repository.folder }),
      BENCH_FINDINGS: findings,
    },
    secrets: { GITHUB_TOKEN: JOB_TOKEN },
    stubs: stubs(),
  });
  const told = readdirSync(findings).map((file) => [
    path.basename(file, '.json'),
    JSON.parse(readFileSync(path.join(findings, file), 'utf8')) as object,
  ]);
  const results = jobs.map(({ job, matrix, result }) =>
    [job, matrix['language'], result].filter(Boolean).join(' '),
  );
  return { jobs: results.sort(), findings: Object.fromEntries(told) as object };
}

const REPOSITORY = { full_name: OWN, default_branch: 'main', fork: false };
const PUSH = { repository: REPOSITORY, ref: 'refs/heads/main' };
/** The event of a schedule says nothing of the repository but its default branch. */
const SCHEDULE = { schedule: '23 5 * * 3', repository: { default_branch: 'main' } };
const PULL_REQUEST = {
  repository: REPOSITORY,
  number: 7,
  pull_request: { number: 7, head: { ref: 'change' } },
};

describe('codeql', () => {
  const queries = 'security-extended';

  test.each([
    ['push', PUSH],
    ['pull_request', PULL_REQUEST],
    ['schedule', SCHEDULE],
  ])(
    '%s: the sources and the workflows are looked at, each with findings of its own',
    async (event, payload) => {
      const commit = repository.head();
      expect(await run('codeql', event, payload)).toEqual({
        jobs: ['analyze actions success', 'analyze javascript-typescript success'],
        findings: {
          actions: { languages: 'actions', queries, commit },
          'javascript-typescript': { languages: 'javascript-typescript', queries, commit },
        },
      });
    },
  );

  test('where one of them fails, the other is looked at all the same', async () => {
    repository.commit('Without sources', { [SOURCE]: null });
    const { jobs, findings } = await run('codeql', 'push', PUSH);
    // act says of every job of a matrix what it says of one.
    expect(jobs).toContain('analyze javascript-typescript failure');
    expect(Object.keys(findings)).toEqual(['actions']);
  });
});

describe('scorecard', () => {
  test.each([
    ['push', PUSH],
    ['schedule', SCHEDULE],
  ])('%s: what it finds is told', async (event, payload) => {
    const findings = { Scorecard: { commit: repository.head() } };
    expect(await run('scorecard', event, payload)).toEqual({ jobs: ['analyze success'], findings });
  });

  test('a fork is not judged', async () => {
    const payload = { ...PUSH, repository: { ...REPOSITORY, fork: true } };
    const { jobs, findings } = await run('scorecard', 'push', payload);
    expect([jobs, findings]).toEqual([[], {}]);
  });
});
