import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Jvm } from './jvm.ts';

/** Longer than it takes until a program that gave up is started again. */
const RESTART_MS = 1300;
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** A program in place of Java: it counts its starts, gives up at the first ones and stays after that. */
async function program(failures: number) {
  const folder = await mkdtemp(join(tmpdir(), 'jvm-test-'));
  folders.push(folder);
  const java = join(folder, 'java');
  const count = '[ "$(wc -l < starts)" -le ' + String(failures) + ' ] && exit 1';
  await writeFile(java, `#!/bin/sh\necho >> starts\n${count}\nexec sleep 60\n`);
  await chmod(java, 0o755);
  const jvm = new Jvm({ folder, main: ['Main'] }, { java, classPath: '', heapMegabytes: 64 });
  const starts = async () => (await readFile(join(folder, 'starts'), 'utf8').catch(() => '')).length;
  return { jvm, starts };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(10);
}

describe('a program of a node', () => {
  test('that gives up is started again until it stays', async () => {
    const { jvm, starts } = await program(2);
    jvm.start();
    await until(async () => (await starts()) === 3);
    const { pid } = jvm;
    await sleep(RESTART_MS);
    expect([jvm.pid, await starts()]).toEqual([pid, 3]);
    await jvm.kill();
  });

  test('stays down when it was killed, and when it was told to end after it gave up', async () => {
    const [killed, stopped] = [await program(0), await program(1)];
    killed.jvm.start();
    stopped.jvm.start();
    await until(async () => (await killed.starts()) === 1 && killed.jvm.signal('SIGKILL'));
    await until(async () => (await stopped.starts()) === 1 && stopped.jvm.pid === undefined);
    await stopped.jvm.stop(1000);
    await sleep(RESTART_MS);
    expect([killed.jvm.pid, await killed.starts()]).toEqual([undefined, 1]);
    expect([stopped.jvm.pid, await stopped.starts()]).toEqual([undefined, 1]);
  });
});
