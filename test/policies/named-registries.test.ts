import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ProblemsFound } from '../../lib/core/problem.ts';
import { checkFiles } from '../../scripts/policies/check-files.ts';
import { renderEnvironments } from '../../scripts/policies/rendered-files.ts';

const ENVIRONMENT = 'environments/prod.yaml';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'named-registries-'));
  await mkdir(path.join(folder, 'environments'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What is said of the sample prod with a line below `deploy`. */
async function problemsWith(line: string): Promise<readonly string[]> {
  const sample = await readFile(ENVIRONMENT, 'utf8');
  const text = sample.replace(/^ {4}repositories: .*$/m, line);
  await writeFile(path.join(folder, ENVIRONMENT), text);
  try {
    await renderEnvironments(folder);
    return [];
  } catch (failure) {
    if (!(failure instanceof ProblemsFound)) throw failure;
    return failure.problems.map(({ where, what, fix }) => `${where}: ${what}. ${fix}`);
  }
}

test('a repository of Amazon ECR Public gets no policy in silence', async () => {
  expect(await problemsWith('    repositories: [kafka/app, public.ecr.aws/alias/app]')).toEqual([
    expect.stringMatching(
      /^environments\/prod\.yaml:\d+:\d+: public\.ecr\.aws\/alias\/app names a registry\. .*policies\/README\.md/,
    ),
  ]);
});

test('a base of it needs none', async () => {
  const bases = '    repositories: [kafka/app]\n    bases: [public.ecr.aws/alias/base]';
  expect(await problemsWith(bases)).toEqual([expect.stringContaining('everybody may pull')]);
});

test('a private repository is named without its registry', async () => {
  const host = '333344445555.dkr.ecr.eu-west-1.amazonaws.com';
  expect(await problemsWith(`    repositories: [${host}/kafka/app]`)).toEqual([
    expect.stringContaining('without its registry'),
  ]);
  expect(await problemsWith('    repositories: [kafka.v1/app]')).toEqual([]);
});

test('the policy for Amazon ECR Public that is shown is one that the check takes', async () => {
  const readme = await readFile('policies/README.md', 'utf8');
  const [, shown = ''] = /```json\n([\s\S]*?)```/.exec(readme) ?? [];
  await writeFile(path.join(folder, 'gallery.policy.json'), shown);
  expect(await checkFiles(folder, ['gallery.policy.json'])).toEqual({ files: 1, problems: [] });
});
