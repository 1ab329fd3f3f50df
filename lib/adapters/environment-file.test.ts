import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeProblem } from '../core/problem.ts';
import { readLayered } from '../core/environment.ts';
import { parsed } from '../core/problem.ts';
import { readEnvironment } from './environment-file.ts';

const HEAD = 'apiVersion: kafka-fleet/v1\nkind: Environment\n';
const FILES = {
  'prod.yaml': `${HEAD}spec:\n  reboot:\n    stopTimeout: soon\n`,
  'torn.yaml': 'spec: [\n',
  'two.yaml': `${HEAD}---\n${HEAD}`,
  'staging.yaml': `${HEAD}metadata: { name: prod }\n`,
  'lab.yaml': `${HEAD}metadata: { name: lab }\nspec: { mode: integration }\n`,
  'topic.yaml': 'metadata: { name: posts }\n',
};

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'environment-file-'));
  await mkdir(path.join(folder, 'environments'));
  for (const [name, text] of Object.entries(FILES))
    await writeFile(path.join(folder, 'environments', name), text);
});
afterAll(() => rm(folder, { recursive: true }));

const problems = async (name: string): Promise<string[]> =>
  (await readEnvironment(name, folder)).problems.map(describeProblem);

test('gives its inputs with their lines, by name or by file', async () => {
  const place = { file: 'environments/prod.yaml', line: 5, column: 18 };
  const expected = {
    inputs: { 'stop-timeout': 'soon' },
    places: new Map([['stop-timeout', place]]),
    problems: [],
    off: new Map(),
  };
  expect(await readEnvironment('prod', folder)).toEqual(expected);
  expect(await readEnvironment('environments/prod.yaml', folder)).toEqual(expected);
  expect(await readEnvironment(' ', folder)).toMatchObject({ inputs: {}, problems: [] });
  expect(
    readLayered({ environment: 'prod', mode: 'x' }, await readEnvironment('prod', folder), parsed),
  ).toMatchObject({
    value: { 'stop-timeout': 'soon', mode: 'x' },
  });
});

test.each([
  ['prodd', 'input environment: there is no file environments/prodd.yaml. Did you mean prod? There are: '],
  ['*', 'input environment: there is no file environments/*.yaml.'],
  ['environments/p*.yaml', 'there is no file environments/p*.yaml'],
  ['torn', 'environments/torn.yaml:2:1: '],
  ['staging', 'environments/staging.yaml:3:19: metadata.name is not staging, as the file is called.'],
  ['two', 'environments/two.yaml: it holds 2 documents. Write exactly one'],
  ['topic', 'environments/topic.yaml:1:1: apiVersion is missing. Write apiVersion: kafka-fleet/v1.'],
])('%s is refused', async (name, problem) => {
  expect((await problems(name))[0]).toContain(problem);
});

test('an environment of the lab is refused where AWS itself would be asked', async () => {
  const read = (endpoint: string | undefined) => readEnvironment('lab', folder, endpoint);
  expect((await read('http://127.0.0.1:4566')).problems).toEqual([]);
  expect((await read('https://ec2.amazonaws.com')).problems.map(describeProblem)).toEqual([
    expect.stringMatching(/^environments\/lab\.yaml:4:15: the mode is for an emulated AWS/),
  ]);
});
