/**
 * Runs one lab as a process of its own, so that the lab ends with whoever wanted it:
 * 1. It reads its plan from the first argument and tells, line by line on stdout, how it gets on.
 * 2. When its stdin closes - the one who started it has ended, however - it kills all parts and removes the folder.
 * 3. `keep` on stdin makes it stay; then it ends when it is told to over the control API.
 * 4. When it is killed itself, the kernel kills its children (see spawnBound).
 */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { killBoundChildren } from './bound-child.ts';
import { serveControl } from './control-server.ts';
import type { LabDescription } from './lab-description.ts';
import type { LabPlan } from './lab-options.ts';
import { runLab } from './running-lab.ts';
import type { SupervisorMessage } from './supervisor-message.ts';

const plan = JSON.parse(process.argv[2] ?? '{}') as LabPlan;
let kept = false;
let ending: Promise<never> | undefined = undefined;

function tell(message: SupervisorMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function end(exitCode: number): Promise<never> {
  ending ??= (async () => {
    await killBoundChildren();
    await rm(plan.dir, { recursive: true, force: true, maxRetries: 3 });
    process.exit(exitCode);
  })();
  return ending;
}

async function fail(error: unknown): Promise<never> {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  process.stderr.write(`${error instanceof Error ? String(error.stack) : String(error)}\n`);
  return end(1);
}

async function run(): Promise<void> {
  const lab = await runLab(plan, (line) => {
    tell({ kind: 'progress', line });
  });
  const control = await serveControl(lab, () => void end(0));
  const description: LabDescription = { ...lab.description, control, supervisorPid: process.pid };
  await writeFile(join(plan.dir, 'lab.json'), JSON.stringify(description, null, 2), { mode: 0o600 });
  tell({ kind: 'ready', description });
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    kept ||= line === 'keep';
  })
  .on('close', () => {
    if (!kept) void end(0);
  });
// Whoever reads may be gone; that is noticed at stdin.
process.stdout.on('error', () => undefined);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
process.on('uncaughtException', (error) => void fail(error));
await run().catch(fail);
