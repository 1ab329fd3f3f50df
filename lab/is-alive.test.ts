import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { eventually } from '../test/lab/eventually.ts';
import { isAlive } from './is-alive.ts';

test('a process is alive until it ends, also before anybody has waited for it', async () => {
  const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: parent.stdout })[Symbol.asyncIterator]();
  try {
    const pid = Number((await lines.next()).value);
    // By then the shell, which would wait for what it has started, has become a program that does not.
    parent.stdin.write('answered by cat\n');
    await lines.next();
    expect(isAlive(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
    await eventually('it has ended', () => !isAlive(pid));
    // It is there, and has ended: nobody has reaped it.
    expect(process.kill(pid, 0)).toBe(true);
    expect(isAlive(parent.pid ?? 0)).toBe(true);
  } finally {
    parent.kill('SIGKILL');
    await once(parent, 'close');
  }
  expect(isAlive(parent.pid ?? 0)).toBe(false);
});
