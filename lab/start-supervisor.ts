import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LabDescription } from './lab-description.ts';
import type { LabPlan } from './lab-options.ts';
import { COMPILED_FOLDER } from './provision/cache-folder.ts';
import type { Progress } from './provision/progress.ts';
import type { SupervisorMessage } from './supervisor-message.ts';

/** A supervisor whose lab is up; it ends when its stdin does. */
export interface StartedSupervisor {
  readonly child: ChildProcess;
  readonly description: LabDescription;
}

/** The supervisor has told why; where it was noticed here says nothing. */
export class StartFailure extends Error {}

export async function startSupervisor(plan: LabPlan, progress: Progress): Promise<StartedSupervisor> {
  const child = spawnSupervisor(plan);
  const exited = once(child, 'exit');
  if (child.stdout === null) throw new Error('the supervisor has no stdout');
  for await (const line of createInterface({ input: child.stdout })) {
    const message = JSON.parse(line) as SupervisorMessage;
    if (message.kind === 'progress') progress(message.line);
    if (message.kind === 'ready') return { child, description: message.description };
    if (message.kind === 'failed') {
      await exited;
      throw new StartFailure(`the lab did not start: ${message.message}`);
    }
  }
  const [code, signal] = (await exited) as [number | null, string | null];
  const log = await readFile(logOf(plan), 'utf8').catch(() => '');
  throw new Error(
    `the lab's supervisor ended while starting (${String(signal ?? code)}):\n${log.slice(-1000)}`,
  );
}

const logOf = ({ dir }: LabPlan): string => join(dir, 'supervisor.log');

/** A session of its own, so that Ctrl-C reaches its starter alone and the supervisor can end things in order. */
function spawnSupervisor(plan: LabPlan): ChildProcess {
  const log = openSync(logOf(plan), 'a');
  const script = join(import.meta.dirname, 'supervisor.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(plan)], {
    cwd: plan.dir,
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED_FOLDER },
    detached: true,
    stdio: ['pipe', 'pipe', log],
  });
  closeSync(log);
  return child;
}
