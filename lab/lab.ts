import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabControl } from './control.ts';
import { controlClient } from './control-client.ts';
import type { LabDescription } from './lab-description.ts';
import { type LabOptions, planLab } from './lab-options.ts';
import type { Progress } from './provision/progress.ts';
import { type StartedSupervisor, startSupervisor } from './start-supervisor.ts';

/** A real Kafka cluster whose brokers are EC2 instances, with AWS, GitHub's tokens and Slack played beside it. */
export interface Lab extends LabDescription, LabControl, AsyncDisposable {
  /** Ends every process and removes the folder. */
  close(): Promise<void>;
}

const toStderr: Progress = (line) => {
  process.stderr.write(`lab: ${line}\n`);
};

/** Starts a lab that ends with this process, or when it is closed. The first one on a machine takes a minute. */
export async function startLab(options: LabOptions = {}, progress: Progress = toStderr): Promise<Lab> {
  const dir = await makeFolder(options.dir);
  const { child, description } = await startIn(dir, options, progress);
  const exited = once(child, 'exit');
  const close = async () => {
    child.stdin?.end();
    await exited;
    // The supervisor removes it; this is for one that was killed.
    await rm(dir, { recursive: true, force: true });
  };
  return { ...description, ...controlClient(description.control), close, [Symbol.asyncDispose]: close };
}

async function startIn(dir: string, options: LabOptions, progress: Progress): Promise<StartedSupervisor> {
  try {
    return await startSupervisor(planLab(options, dir), progress);
  } catch (failure) {
    // A supervisor that could not even begin removes nothing.
    await rm(dir, { recursive: true, force: true });
    throw failure;
  }
}

async function makeFolder(dir: string | undefined): Promise<string> {
  if (dir === undefined) return mkdtemp(join(tmpdir(), 'kafka-lab-'));
  await mkdir(dir, { recursive: true });
  return dir;
}
