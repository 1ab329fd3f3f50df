import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Ancestry } from '../../../lib/core/ancestry.ts';
import { FakeRunner } from '../../../test/fakes/fake-runner.ts';
import { FakeTurns } from '../../../test/fakes/fake-turns.ts';
import { INPUT_NAMES } from './core/inputs.ts';
import { run } from './run.ts';

const COMMIT = 'c'.repeat(40);
const LAST = 'a'.repeat(40);

interface World {
  readonly turns?: FakeTurns;
  readonly ancestry?: Ancestry;
  readonly declared?: readonly string[];
}

async function chain(inputs: Record<string, string>, world: World = {}): Promise<FakeRunner> {
  const { turns = new FakeTurns(), ancestry = 'earlier', declared = [] } = world;
  const runner = new FakeRunner({ 'github-token': 'token', ...inputs });
  await run(runner, {
    ancestryOf: () => Promise.resolve(ancestry),
    turns: () => turns,
    commit: COMMIT,
    workflowRef: 'them/their/.github/workflows/reboot.yml@refs/heads/main',
    declared,
  });
  return runner;
}

test('action.yml has exactly the inputs that are read', () => {
  const file = parse(readFileSync('actions/chain/action.yml', 'utf8')) as { inputs: object };
  expect(Object.keys(file.inputs).sort()).toEqual(INPUT_NAMES.toSorted());
});

describe('preview', () => {
  const preview = { command: 'preview', environment: 'prod' };

  test('tells the run that showed the plan to the pull request, or none', async () => {
    const turns = new FakeTurns();
    expect((await chain(preview, { turns })).outputs.get('run')).toBe('');
    turns.shown.set(`${COMMIT} topic-plan-prod`, 41);
    expect((await chain(preview, { turns })).outputs.get('run')).toBe('41');
  });

  test('is no reason to plan nothing', async () => {
    const turns = new FakeTurns();
    turns.refusal = 'no permission';
    const runner = await chain(preview, { turns });
    expect(runner.outputs.get('run')).toBe('');
    expect(runner.annotations[0]?.line).toContain('not looked for: no permission');
  });
});

describe('begin', () => {
  const begin = { command: 'begin', environment: 'prod' };

  test('records the first commit of an environment, and one that comes after the last', async () => {
    const turns = new FakeTurns();
    expect((await chain(begin, { turns })).outputs.get('status')).toBe('begun');
    turns.begun.unshift({ environment: 'prod', commit: LAST, state: 'failure' });
    expect((await chain(begin, { turns })).outputs.get('turn')).toBe('3');
    expect(turns.begun[0]).toEqual({ environment: 'prod', commit: COMMIT, state: 'in_progress' });
  });

  test.each<[string, Ancestry, Record<string, string>, number]>([
    ['goes once more', 'same', {}, 2],
    ['is refused when it is older', 'not-earlier', {}, 1],
    ['goes back when that is asked for', 'not-earlier', { 'allow-older': 'true' }, 2],
  ])('a commit %s', async (_, ancestry, more, begun) => {
    const turns = new FakeTurns();
    turns.begun.push({ environment: 'prod', commit: LAST, state: 'failure' });
    const [ran] = await Promise.allSettled([chain({ ...begin, ...more }, { turns, ancestry })]);
    expect(ran.status).toBe(begun === 2 ? 'fulfilled' : 'rejected');
    expect(turns.begun).toHaveLength(begun);
  });

  test('what cannot be seen is not deployed over', async () => {
    const turns = new FakeTurns();
    turns.refusal = 'no permission';
    await expect(chain(begin, { turns })).rejects.toThrow('deployments: write');
    await expect(chain({ ...begin, 'allow-older': 'true' }, { turns })).rejects.toThrow('no permission');
    expect(turns.begun).toEqual([]);
  });
});

describe('finish', () => {
  test.each([
    ['success', 'success'],
    ['failure', 'failure'],
    ['cancelled', 'error'],
  ])('a job that ended with %s', async (result, state) => {
    const turns = new FakeTurns();
    turns.begun.push({ environment: 'prod', commit: COMMIT, state: 'in_progress' });
    await chain({ command: 'finish', turn: '1', result }, { turns });
    expect(turns.begun[0]?.state).toBe(state);
  });
});

test('continue starts the very workflow, with what was given and no empty text', async () => {
  const turns = new FakeTurns();
  await chain(
    { command: 'continue', inputs: '{"environment":"prod","nodes":"","dry-run":false}' },
    { turns },
  );
  expect(turns.started).toEqual([
    { file: 'reboot.yml', ref: 'refs/heads/main', inputs: { environment: 'prod', 'dry-run': 'false' } },
  ]);
  turns.refusal = 'no permission';
  await expect(chain({ command: 'continue' }, { turns })).rejects.toThrow('actions: write');
});

test('continue gives a workflow the inputs that it declares: GitHub refuses others', async () => {
  const inputs = JSON.stringify({ environment: 'prod', 'dry-run': 'false', nodes: 'broker-1', only: 'all' });
  const turns = new FakeTurns();
  for (const declared of [[], ['environment', 'nodes']])
    await chain({ command: 'continue', inputs }, { turns, declared });
  expect(turns.started.map((each) => each.inputs)).toEqual([
    { environment: 'prod', 'dry-run': 'false' },
    { environment: 'prod', 'dry-run': 'false', nodes: 'broker-1' },
  ]);
});

test.each([
  [{ command: 'begin' }, 'begin needs it'],
  [{ command: 'finish' }, 'finish needs it'],
  [{ command: 'continue', inputs: '[]' }, 'a JSON object of texts'],
  [{ command: 'stop' }, 'one of preview, begin, finish, continue'],
  [{}, 'it is required'],
])('%p is refused', async (inputs, says) => {
  await expect(chain(inputs)).rejects.toThrow(says);
});
