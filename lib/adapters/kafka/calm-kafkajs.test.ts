import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';

const PROGRAM = path.resolve('test/programs/stop-between-fetchers.ts');

/** In a process of its own: what turns without end lets no time-out come. */
async function lastWords(
  kafkajs: 'calmed' | 'as it is',
  end: (child: ChildProcess) => void,
): Promise<string> {
  const child = spawn(process.execPath, [PROGRAM, kafkajs], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said === 'told\n') end(child);
  });
  await once(child, 'close');
  return said;
}

test('a consumer that is told to stop while its fetchers are made anew leaves its group', async () => {
  expect(await lastWords('calmed', () => undefined)).toBe('told\nleft\n');
}, 60_000);

test('kafkajs by itself turns without end', async () => {
  const kill = async (child: ChildProcess): Promise<void> => {
    await sleep(500);
    child.kill('SIGKILL');
  };
  expect(await lastWords('as it is', (child) => void kill(child))).toBe('told\n');
});
