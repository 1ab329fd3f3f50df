import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Writes a file for the steps that follow, below the runner's temporary folder, and returns its path. */
export type SaveFile = (name: string, text: string) => Promise<string>;

/** A folder of an action's own: below RUNNER_TEMP on GitHub; elsewhere a fresh one, which no other run writes to. */
export function reportFolder(action: string): SaveFile {
  let folder: Promise<string> | undefined = undefined;
  return async (name, text) => {
    folder ??= makeFolder(action);
    const file = path.join(await folder, name);
    await writeFile(file, text);
    return file;
  };
}

async function makeFolder(action: string): Promise<string> {
  const runnerFolder = process.env['RUNNER_TEMP'] ?? '';
  if (runnerFolder === '') return mkdtemp(path.join(tmpdir(), `${action}-`));
  const folder = path.join(runnerFolder, action);
  await mkdir(folder, { recursive: true });
  return folder;
}
