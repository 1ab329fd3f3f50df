import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from '../run-to-end.ts';
import { CACHE_FOLDER } from './cache-folder.ts';
import { makeOnce } from './make-once.ts';
import type { Progress } from './progress.ts';
import { makeVenv } from './python-environment.ts';

const MOTO = '5.2.5';
const PACKAGES = [`moto==${MOTO}`, 'flask==3.1.2', 'flask-cors==6.0.1', 'werkzeug==3.1.3'];

export const MOTO_FOLDER = join(CACHE_FOLDER, `moto-${MOTO}`);

/** The Python of an environment that holds moto; started as `python -m moto.server`. */
export async function provideMoto(progress: Progress): Promise<string> {
  if (!existsSync(MOTO_FOLDER)) {
    progress(`installing moto ${MOTO}, which plays EC2 (about 140 MB, once)`);
  }
  await makeOnce(MOTO_FOLDER, (unfinished) => makeEnvironment(unfinished, progress));
  return join(MOTO_FOLDER, 'bin', 'python');
}

async function makeEnvironment(folder: string, progress: Progress): Promise<void> {
  await makeVenv(folder, progress);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES];
  await runToEnd(join(folder, 'bin', 'python'), pip, '/');
}
