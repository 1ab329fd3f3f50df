import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';

const MODULE = path.resolve('services/hosting/src/run-until-told.ts');

/** A process whose story is written here; it is told to end when it has said `ready`. */
async function told(story: string, signal: NodeJS.Signals, watchdogMs: number) {
  const program = `import { runUntilTold } from ${JSON.stringify(MODULE)};
const say = (what, facts) => console.log(what, JSON.stringify(facts ?? {}));
await runUntilTold({ info: say, warn: say, error: say }, ${story}, ${String(watchdogMs)});`;
  const args = ['--input-type=module', '--disable-warning=ExperimentalWarning', '--eval', program];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.stdout === null) throw new Error('it has an output');
  const exited = once(child, 'exit') as Promise<[number | null]>;
  child.stdout.once('data', () => child.kill(signal));
  const said = await text(child.stdout);
  const [code] = await exited;
  return { code, said };
}

const READY = "console.log('ready'); setInterval(() => {}, 1000);";
const UNTIL_END = "await new Promise((resolve) => end.addEventListener('abort', resolve));";

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends the story, whose code is the exit code',
  async (signal) => {
    const { code, said } = await told(`async (end) => { ${READY} ${UNTIL_END} return 7; }`, signal, 60_000);
    expect([code, said]).toEqual([7, expect.stringContaining('ended {"code":7}')]);
  },
);

test('a story that does not end is left when the watchdog has waited', async () => {
  const { code, said } = await told(`async () => { ${READY} await new Promise(() => {}); }`, 'SIGTERM', 300);
  expect([code, said]).toEqual([1, expect.stringContaining('still not ended: giving up {"seconds":0.3}')]);
});

test('what a wait that was cut short throws is no failure', async () => {
  const story = `async (end) => { ${READY} ${UNTIL_END} end.throwIfAborted(); }`;
  expect((await told(story, 'SIGTERM', 60_000)).code).toBe(0);
});
