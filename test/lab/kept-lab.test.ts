import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { eventually } from './eventually.ts';
import { isRunning } from './processes.ts';

jest.setTimeout(120_000);

const CLI = join(import.meta.dirname, '..', '..', 'lab', 'cli.ts');
let parent = '';
let folder = '';

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'kept-lab-'));
  folder = join(parent, 'lab');
});

afterAll(async () => {
  if (existsSync(folder)) await lab('down');
  await rm(parent, { recursive: true });
});

interface Ended {
  readonly said: string;
  readonly exitCode: number | null;
}

const lab = (...args: string[]): Promise<Ended> => labIn(folder, ...args);

/** Runs a command to its end; all that it said, and its exit code. */
async function labIn(labFolder: string, ...args: string[]): Promise<Ended> {
  const env = { ...process.env, LAB_FOLDER: labFolder };
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { said, exitCode };
}

test('a kept lab stays until it is told to end', async () => {
  expect(await lab('status')).toMatchObject({ exitCode: 1, said: expect.stringContaining('no lab is up') });
  const up = await lab('up', '--brokers', '1');
  expect(up).toMatchObject({ exitCode: 0, said: expect.stringContaining('export AWS_ENDPOINT_URL=') });
  expect(up.said).toContain(`${process.execPath} actions/topic-sync/dist/index.js`);
  const { supervisorPid } = JSON.parse(await readFile(join(folder, 'lab.json'), 'utf8')) as {
    supervisorPid: number;
  };

  expect(await lab('up')).toMatchObject({
    exitCode: 1,
    said: expect.stringContaining('a lab is up already'),
  });
  expect((await lab('status')).said).toMatch(/^broker-1 +broker,controller +i-\w+ +eu-west-1a +running/m);
  expect((await lab('logs', '1')).said).toContain('Kafka Server started');
  expect((await lab('logs', '4')).said).toContain('there is no node 4');

  expect((await lab('chaos')).said).toContain('kill-broker NODE');
  expect(await lab('chaos', 'kill-broker', '1')).toMatchObject({ exitCode: 0 });
  await eventually('its process is gone', async () => / running +\S+ +- /.test((await lab('status')).said));
  expect(await lab('chaos', 'pause-broker', '1')).toMatchObject({
    exitCode: 1,
    said: expect.stringContaining('node 1 does not run'),
  });

  expect(await lab('down')).toMatchObject({ exitCode: 0, said: 'the lab is down\n' });
  expect([existsSync(folder), isRunning(supervisorPid)]).toEqual([false, false]);
});

test("a folder that is no lab's is neither used nor removed", async () => {
  const foreign = join(parent, 'foreign');
  await mkdir(foreign);
  await writeFile(join(foreign, 'thesis.txt'), 'precious');
  expect(await labIn(foreign, 'up')).toMatchObject({
    exitCode: 1,
    said: expect.stringContaining("holds what is no lab's"),
  });
  expect(await labIn(foreign, 'down')).toMatchObject({ exitCode: 1 });
  expect(await readdir(foreign)).toEqual(['thesis.txt']);
});

test('what a dead lab has left is removed when it is told to end', async () => {
  const dead = join(parent, 'dead');
  await mkdir(dead);
  // Nobody listens at port 1.
  const control = { url: 'http://127.0.0.1:1', token: 'x' };
  await writeFile(join(dead, 'lab.json'), JSON.stringify({ control }));
  expect((await labIn(dead, 'status')).said).toContain('`npm run lab -- down` removes what it left');
  expect(await labIn(dead, 'down')).toMatchObject({ exitCode: 0, said: expect.stringContaining('removed') });
  expect(existsSync(dead)).toBe(false);
});
