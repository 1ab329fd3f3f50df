import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { WorldFailure } from '../core/world-failure.ts';

/** The text of a file; a relative path is one in the folder. */
export async function readTextFile(folder: string, file: string): Promise<string> {
  return readFile(path.resolve(folder, file), 'utf8').catch((cause: unknown) => {
    throw new WorldFailure(`${file} cannot be read.`, { cause });
  });
}
