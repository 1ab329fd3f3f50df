import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runAction, startAction } from '../../lab/runner.ts';

let action = '';

const MAIN = `
import { appendFileSync } from 'node:fs';
const say = (file, text) => appendFileSync(process.env[file], text);
console.log('mode is ' + process.env['INPUT_MODE'] + ', secret is ' + process.env['NOT_GIVEN']);
console.error('to stderr');
say('GITHUB_OUTPUT', 'status=completed\\nlist<<END\\n1\\n2\\nEND\\n');
say('GITHUB_STEP_SUMMARY', '# Done\\n');
say('GITHUB_STATE', 'node<<END\\nbroker-1\\nEND\\n');
const mode = process.env['INPUT_MODE'];
if (mode === 'wait' || mode === 'hang') {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => mode === 'wait' && process.exit(3));
  setInterval(() => undefined, 1000);
  console.log('waiting');
}
`;

beforeAll(async () => {
  action = await mkdtemp(join(tmpdir(), 'action-'));
  const inputs = { mode: { default: 'stop-start' }, quiet: { default: false } };
  const runs = { using: 'node24', main: 'main.mjs', post: 'post.mjs' };
  await writeFile(join(action, 'action.yml'), JSON.stringify({ name: 'sample', inputs, runs }));
  await writeFile(join(action, 'main.mjs'), MAIN);
  await writeFile(join(action, 'post.mjs'), "console.log('post of ' + process.env['STATE_node']);");
  process.env['NOT_GIVEN'] = 'of this process';
});

afterAll(() => rm(action, { recursive: true }));

describe('the runner', () => {
  test('gives inputs with defaults and nothing of its own environment, and reads what the action wrote', async () => {
    const told: string[] = [];
    const outcome = await runAction({ action, inputs: {}, onLine: (line) => told.push(line) });
    expect(outcome).toMatchObject({
      exitCode: 0,
      outputs: { status: 'completed', list: '1\n2' },
      summary: '# Done\n',
    });
    expect(told).toContain('mode is stop-start, secret is undefined');
    expect(told).toContain('to stderr');
    expect(told.at(-1)).toBe('post of broker-1');
  });

  test('cancels by SIGINT first, and runs the post step', async () => {
    const cancel = new AbortController();
    const onLine = (line: string) => {
      if (line === 'waiting') cancel.abort();
    };
    const outcome = await runAction({ action, inputs: { mode: 'wait' }, onLine, signal: cancel.signal });
    expect(outcome.exitCode).toBe(3);
    expect(outcome.log).toContain('post of broker-1');
  });

  test('ends what does not end by itself within 10 s, and runs the post step even then', async () => {
    const cancel = new AbortController();
    const onLine = (line: string) => {
      if (line === 'waiting') cancel.abort();
    };
    const call = { action, inputs: { mode: 'hang' }, onLine, signal: cancel.signal };
    const outcome = await runAction(call);
    expect(outcome.exitCode).toBe(137);
    expect(outcome.log).toContain('post of broker-1');
  }, 60_000);

  test('runs nothing more after a SIGKILL', async () => {
    const run = await startAction({ action, inputs: { mode: 'wait' } });
    await once(run.child.stdout ?? process.stdin, 'data');
    run.child.kill('SIGKILL');
    const outcome = await run.finished;
    expect(outcome.exitCode).toBe(137);
    expect(outcome.log).not.toContain('post of');
  });
});
