import { runToEnd } from '../run-to-end.ts';
import { installOrThrow, programPath } from './prerequisites.ts';
import type { Progress } from './progress.ts';

/** Makes a virtual environment of Python in a folder. */
export async function makeVenv(folder: string, progress: Progress): Promise<void> {
  const make = () => runToEnd(programPath('python3'), ['-m', 'venv', '--clear', folder], '/');
  try {
    await make();
  } catch (cause) {
    const fix = 'Install python3-venv and run this again.';
    const refusal = new Error(`python3 cannot make a virtual environment. ${fix}`, { cause });
    await installOrThrow(['python3-venv'], progress, refusal);
    await make();
  }
}
