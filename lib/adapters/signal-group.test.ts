import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { signalGroup } from './signal-group.ts';

test('a child ends with what it has started', async () => {
  // The pipe is closed when both have ended.
  const script = 'sleep 60 & echo started; wait';
  const child = spawn('sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  await once(createInterface({ input: child.stdout }), 'line');
  const closed = once(child, 'close');
  signalGroup(child, 'SIGTERM');
  expect(await closed).toEqual([null, 'SIGTERM']);
  signalGroup(child, 'SIGKILL');
});

test('one that could not be started has nothing to end', async () => {
  const child = spawn('/nonexistent', { detached: true });
  await once(child, 'error');
  expect(() => {
    signalGroup(child, 'SIGKILL');
  }).not.toThrow();
});
