import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { isAlive } from './is-alive.ts';

test('a process is alive until it ends, also before anybody has waited for it', async () => {
  // The shell becomes a program that never waits for the one that was started before.
  const script = 'read line & echo $!; exec sleep 60';
  const parent = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [pid] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    while (isAlive(Number(pid))) await new Promise((resolve) => setTimeout(resolve, 5));
    // It is there, and has ended: nobody has reaped it.
    expect(process.kill(Number(pid), 0)).toBe(true);
    expect(isAlive(parent.pid ?? 0)).toBe(true);
  } finally {
    parent.kill('SIGKILL');
    await once(parent, 'close');
  }
  expect(isAlive(parent.pid ?? 0)).toBe(false);
});
