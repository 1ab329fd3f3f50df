import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Ancestry } from '../core/ancestry.ts';
import { WorldFailure } from '../core/world-failure.ts';
import { commitOf } from './git-files.ts';

const run = promisify(execFile);

/** Compares a commit with HEAD. @throws WorldFailure when git cannot tell, as in a clone without the history */
export async function ancestryOf(folder: string, ref: string): Promise<Ancestry> {
  const [commit, head] = await Promise.all([commitOf(folder, ref), commitOf(folder, 'HEAD')]);
  if (commit === head) return 'same';
  try {
    await run('git', ['merge-base', '--is-ancestor', commit, head], { cwd: folder });
    return 'earlier';
  } catch (cause) {
    // In a shallow clone a "no" may only mean that the commits between are missing.
    if (exitCode(cause) === 1 && !(await isShallow(folder))) return 'not-earlier';
    const what = `git cannot tell whether ${ref} comes before the commit that is checked out (fetch-depth: 0).`;
    throw new WorldFailure(what, { cause });
  }
}

const exitCode = (cause: unknown): unknown =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;

async function isShallow(folder: string): Promise<boolean> {
  const { stdout } = await run('git', ['rev-parse', '--is-shallow-repository'], { cwd: folder });
  return stdout.trim() !== 'false';
}
