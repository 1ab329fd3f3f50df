import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parse } from 'yaml';
import { runCommand } from '../run-command.ts';

/**
 * Starts a bundle as the runner does, with a value in every input that none of them can mean.
 * A sound bundle loads, refuses them as annotations and exits with 1; one that cannot load shows Node's stack.
 */
export async function smokeRun(root: string, action: string, dist: string): Promise<void> {
  const cwd = await mkdtemp(path.join(tmpdir(), 'smoke-'));
  try {
    const inputs = nonsense(path.join(root, 'actions', action, 'action.yml'));
    const env = { PATH: process.env['PATH'], GITHUB_ACTIONS: 'true', ...inputs };
    const command = [process.execPath, path.join(dist, 'index.js')];
    const { code, output } = await runCommand(command, { cwd, env, timeout: 60_000 });
    if (code === 1 && output.includes('::error') && !/^\s+at .*index\.js:/m.test(output)) return;
    throw new Error(
      `the bundle of ${action} does not refuse wrong inputs, so it may not even load (exit ${String(code)}):\n${output}`,
    );
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

function nonsense(actionFile: string): Record<string, string> {
  if (!existsSync(actionFile)) return {};
  const { inputs = {} } = parse(readFileSync(actionFile, 'utf8')) as { inputs?: Record<string, unknown> };
  return Object.fromEntries(Object.keys(inputs).map((name) => [`INPUT_${name.toUpperCase()}`, '?!']));
}
