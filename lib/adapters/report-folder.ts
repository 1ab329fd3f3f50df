import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Writes a file for the steps that follow, below the runner's temporary folder, and returns its path. */
export type SaveFile = (name: string, text: string) => Promise<string>;

/** A folder of an action's own: RUNNER_TEMP on GitHub, the machine's temporary folder elsewhere. */
export function reportFolder(action: string): SaveFile {
  const folder = path.join(process.env['RUNNER_TEMP'] ?? tmpdir(), action);
  return async (name, text) => {
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, name);
    await writeFile(file, text);
    return file;
  };
}
