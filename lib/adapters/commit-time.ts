import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** When HEAD was committed, in seconds since the epoch; 0 where git cannot tell, so that two builds are alike all the same. */
export async function commitTime(folder: string): Promise<number> {
  try {
    const { stdout } = await run('git', ['log', '-1', '--format=%ct'], { cwd: folder });
    const seconds = Number(stdout.trim());
    return Number.isSafeInteger(seconds) ? seconds : 0;
  } catch {
    return 0;
  }
}
