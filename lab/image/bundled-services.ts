import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { runCommand } from '../../scripts/run-command.ts';
import { CACHE_FOLDER } from '../provision/cache-folder.ts';
import { makeOnce } from '../provision/make-once.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

/** All that a bundle of a service is made of, and by. */
const MADE_OF = ['services/**', 'lib/**', 'scripts/build-services.ts', 'scripts/bundle/**', 'scripts/*.ts'];
const SETTINGS = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

const DAY = 86_400_000;

/** The folder with a bundle of each service, of the sources as they are: made anew only when a byte of them changed. */
export async function bundledServices(): Promise<string> {
  const name = `services-${fingerprint()}`;
  const folder = path.join(CACHE_FOLDER, name);
  await makeOnce(folder, bundle);
  await removeOld(name);
  return folder;
}

/** Not at once: another run, of sources as they were before, may be copying them. */
async function removeOld(kept: string): Promise<void> {
  const others = (await readdir(CACHE_FOLDER)).filter((each) => /^services-\w+$/.test(each) && each !== kept);
  for (const folder of others.map((each) => path.join(CACHE_FOLDER, each))) {
    const { mtimeMs } = await stat(folder);
    if (mtimeMs < Date.now() - DAY) await rm(folder, { recursive: true, force: true });
  }
}

async function bundle(into: string): Promise<void> {
  const build = [process.execPath, 'scripts/build-services.ts', into];
  const { code, output } = await runCommand(build, { cwd: ROOT });
  if (code !== 0) throw new Error(`the services were not bundled:\n${output}`);
}

function fingerprint(): string {
  const hash = createHash('sha256').update(process.version);
  const found = globSync(MADE_OF, { cwd: ROOT, withFileTypes: true, exclude: ['**/dist/**'] });
  const sources = found
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)));
  for (const file of [...sources.sort(), ...SETTINGS]) {
    const content = readFileSync(path.join(ROOT, file));
    hash.update(`${file} ${String(content.length)}\n`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}
