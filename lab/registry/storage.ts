import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { spawnBound } from '../bound-child.ts';
import { freePorts } from '../free-ports.ts';

const START_TIMEOUT_MS = 30_000;

/** The registry of Debian: it keeps blobs and manifests, lets everybody in and refuses little. */
export interface Storage {
  readonly process: ChildProcess;
  readonly port: number;
}

/** Its files, its log and its settings are in the folder. */
export async function startStorage(program: string, folder: string): Promise<Storage> {
  const [port = 0] = await freePorts(1);
  const config = join(folder, 'registry.yml');
  const log = join(folder, 'registry.log');
  await writeFile(config, stringify(settings(folder, port)));
  const output = openSync(log, 'a');
  const child = spawnBound(program, ['serve', config], { stdio: ['ignore', output, output] });
  closeSync(output);
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`the registry ended while starting; see ${log}`);
    if (Date.now() > deadline) throw new Error(`the registry did not answer in time; see ${log}`);
    await sleep(20);
  }
  return { process: child, port };
}

const settings = (folder: string, port: number): object => ({
  version: 0.1,
  log: { level: 'warn', accesslog: { disabled: true } },
  storage: {
    filesystem: { rootdirectory: join(folder, 'storage') },
    // Or a blob that was removed behind its back is still said to be there.
    cache: {},
    delete: { enabled: true },
  },
  http: { addr: `127.0.0.1:${String(port)}`, secret: 'lab' },
});

async function answers(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${String(port)}/v2/`).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok === true;
}
