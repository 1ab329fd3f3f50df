import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isAlive } from '../is-alive.ts';

/**
 * Makes a file or folder once. `make` fills a temporary path beside it, which is then renamed into place, so that
 * what is there is whole. Two makers at once both succeed: the later one drops its own copy.
 */
export async function makeOnce(path: string, make: (unfinished: string) => Promise<void>): Promise<void> {
  if (existsSync(path)) return;
  await mkdir(dirname(path), { recursive: true });
  await removeAbandoned(path);
  const unfinished = `${path}.making-${String(process.pid)}`;
  try {
    await make(unfinished);
    await rename(unfinished, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** The same of a file whose name tells what it was made from: others of its family were made from what is gone. */
export async function makeNewest(
  path: string,
  family: RegExp,
  make: (unfinished: string) => Promise<void>,
): Promise<void> {
  await makeOnce(path, async (unfinished) => {
    await make(unfinished);
    const others = (await readdir(dirname(path))).filter((name) => family.test(name));
    for (const name of others) await rm(join(dirname(path), name), { force: true });
  });
}

async function removeAbandoned(path: string): Promise<void> {
  const prefix = `${basename(path)}.making-`;
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(prefix) || isAlive(Number(name.slice(prefix.length)))) continue;
    await rm(join(dirname(path), name), { recursive: true, force: true });
  }
}
