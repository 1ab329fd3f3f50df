import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { FakeRunner } from '../test/fakes/fake-runner.ts';
import { problemAt, ProblemsFound } from './core/problem.ts';
import { WorldFailure } from './core/world-failure.ts';
import { runAction } from './run-action.ts';

const place = { file: 'topics/posts.yaml', line: 12, column: 5 };
const INPUT = { where: 'input mode', what: '"fast" is not allowed', fix: 'Give stop-start.' };

async function after(failure: Error): Promise<FakeRunner> {
  const runner = new FakeRunner();
  await runAction(() => Promise.reject(failure), runner);
  return runner;
}

test('a story that ends well says nothing of its own, and gets the runner', async () => {
  const runner = new FakeRunner({ environment: 'lab' });
  await runAction((given) => {
    given.info(given.input('environment'));
    return Promise.resolve();
  }, runner);
  expect(runner.lines).toEqual(['lab']);
  expect([...runner.annotations, ...runner.failures]).toEqual([]);
});

test('each problem is an annotation at its place, and one line says how many there are', async () => {
  const runner = await after(new ProblemsFound([INPUT, problemAt(place, 'it is wrong', 'Mend it.')]));
  expect(runner.annotations).toEqual([
    { line: 'input mode: "fast" is not allowed. Give stop-start.', place: undefined },
    { line: 'topics/posts.yaml:12:5: it is wrong. Mend it.', place },
  ]);
  expect(runner.failures).toEqual(['There are 2 problems: see above.']);
});

test('a single problem is not counted', async () => {
  expect((await after(new ProblemsFound([INPUT]))).failures).toEqual(['There is a problem: see above.']);
});

test("the world's failure is told with its causes, and without a stack", async () => {
  const reset = new Error('ECONNRESET');
  const runner = await after(
    new WorldFailure('Kafka did not answer', { cause: new Error('lost', { cause: reset }) }),
  );
  expect(runner.failures).toEqual(['Kafka did not answer\n  because: lost\n  because: ECONNRESET']);
  expect(runner.annotations).toEqual([]);
});

test.each([
  ['an error', new TypeError('x is not a function'), 'TypeError: x is not a function'],
  ['an error without a stack', Object.assign(new Error('odd'), { stack: undefined }), 'odd'],
  ['anything else', 'a text' as unknown as Error, 'a text'],
])('%s is a bug of the action, and shows where it comes from', async (_, failure, shown) => {
  const runner = await after(failure);
  expect(runner.annotations[0]?.line).toContain(shown);
  expect(runner.failures).toEqual(['This is a bug of the action: please report it with the stack above.']);
});

test('a Node.js that is too old is told before anything is done', async () => {
  const runner = new FakeRunner();
  const story = (given: Pick<FakeRunner, 'info'>) => {
    given.info('begun');
    return Promise.resolve();
  };
  await runAction(story, runner, '20.19.5');
  expect(runner.annotations.map(({ line }) => line)).toEqual([
    expect.stringContaining('Node.js: version 20.19.5 is too old for this action. Install Node.js 24'),
  ]);
  expect(runner.lines).not.toContain('begun');
  await runAction(story, runner, '24.0.0');
  expect(runner.lines).toContain('begun');
});

test('what a bug left open does not keep the process', async () => {
  const child = spawn(process.execPath, ['test/programs/leaves-a-server-open.ts'], { stdio: 'ignore' });
  expect(await once(child, 'exit')).toEqual([1, null]);
}, 30_000);
