import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Problem, ProblemsFound } from '../core/problem.ts';
import { WorldFailure } from '../core/world-failure.ts';

/** Paths, relative to the folder. */
export interface WrittenFiles {
  readonly written: readonly string[];
  /** They were there, and say the same. */
  readonly unchanged: readonly string[];
}

/** Texts by their paths. Writes all of them, or none where one would replace a file that says something else. */
export type WriteNew = (files: ReadonlyMap<string, string>) => Promise<WrittenFiles>;

/** @throws ProblemsFound with every file that is in the way */
export function newFiles(folder: string): WriteNew {
  return async (files) => {
    const found = new Map<string, string | undefined>();
    for (const file of files.keys()) found.set(file, await textOf(path.join(folder, file)));
    const taken = [...files].filter(([file, text]) => (found.get(file) ?? text) !== text);
    if (taken.length > 0) throw new ProblemsFound(taken.map(([file]) => inTheWay(file)));
    const missing = [...files].filter(([file]) => found.get(file) === undefined);
    for (const [file, text] of missing) await write(path.join(folder, file), text);
    return {
      written: missing.map(([file]) => file),
      unchanged: [...files.keys()].filter((file) => found.get(file) !== undefined),
    };
  };
}

const inTheWay = (file: string): Problem => ({
  where: file,
  what: 'the file is there already and says something else',
  fix: 'Nothing was written. Remove the file, or give another export-to.',
});

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new WorldFailure(`${file} cannot be read.`, { cause });
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    // Never over a file that somebody else made meanwhile.
    await writeFile(file, text, { flag: 'wx' });
  } catch (cause) {
    throw new WorldFailure(`${file} cannot be written.`, { cause });
  }
}
