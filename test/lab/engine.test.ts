import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Engine, startEngine } from '../../lab/engine/engine.ts';
import { runCommand } from '../../scripts/run-command.ts';
import { eventually } from './eventually.ts';
import { describeOnEngine } from './on-engine.ts';
import { isRunning } from './processes.ts';

jest.setTimeout(300_000);

const ENGINE = path.join(import.meta.dirname, '..', '..', 'lab', 'engine', 'engine.ts');
const REGISTRY = {
  host: '123456789012.dkr.ecr.us-east-1.amazonaws.com',
  address: '127.9.9.9',
  authority: 'PEM',
};

/** Starts an engine, tells where it is and never ends: it is there to be killed. */
const HOLDER = `
import { startEngine } from ${JSON.stringify(ENGINE)};
const { env, inside } = await startEngine();
console.log(JSON.stringify({ folder: env.HOME, pid: Number(inside([])[2]) }));
`;

const controlGroups = (folder: string): string[] => globSync(`/sys/fs/cgroup/{,*/}${path.basename(folder)}`);

describeOnEngine('an engine', () => {
  let engine: Engine;
  let context: string;
  beforeAll(async () => {
    engine = await startEngine({ registries: [REGISTRY] });
    context = await mkdtemp(path.join(tmpdir(), 'context-'));
  });
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
    await rm(context, { recursive: true });
  });

  const run = (command: readonly string[]) => runCommand(command, { cwd: context, env: engine.env });

  test('builds an image by BuildKit and keeps it', async () => {
    await writeFile(path.join(context, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /file\n');
    expect(await run(['docker', 'buildx', 'build', '--tag', 'made', '.'])).toMatchObject({ code: 0 });
    expect(await run(['docker', 'image', 'inspect', 'made'])).toMatchObject({ code: 0 });
  });

  test('knows the registry by its name, and nobody else does', async () => {
    const hosts = await run(
      engine.inside(['cat', '/etc/hosts', `/etc/docker/certs.d/${REGISTRY.host}/ca.crt`]),
    );
    expect(hosts.output).toContain(`127.9.9.9 ${REGISTRY.host}\n`);
    expect(hosts.output).toMatch(/PEM$/);
    expect(await run(['cat', '/etc/hosts'])).toMatchObject({
      output: expect.not.stringContaining('127.9.9.9'),
    });
  });
});

describeOnEngine('what ended', () => {
  test('leaves neither processes nor files nor control groups', async () => {
    const other = await startEngine();
    const folder = other.env['HOME'] ?? '';
    const first = Number(other.inside([])[2]);
    await other[Symbol.asyncDispose]();
    expect(isRunning(first)).toBe(false);
    expect(existsSync(folder)).toBe(false);
    expect(controlGroups(folder)).toEqual([]);
  });

  test('ends with a process that is killed; the next one removes what it left', async () => {
    const script = ['--input-type=module', '--eval', HOLDER];
    const holder = spawn(process.execPath, script, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface({ input: holder.stdout }), 'line')) as [string];
    const { folder, pid } = JSON.parse(line) as { folder: string; pid: number };
    expect(isRunning(pid)).toBe(true);
    holder.kill('SIGKILL');
    await eventually('the engine ends', () => !isRunning(pid), 10_000);
    await using next = await startEngine();
    expect(next.env['HOME']).not.toBe(folder);
    expect(existsSync(folder)).toBe(false);
    expect(controlGroups(folder)).toEqual([]);
  });
});
