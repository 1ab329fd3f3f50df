import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from '../run-to-end.ts';
import { CACHE_FOLDER } from './cache-folder.ts';
import { makeOnce } from './make-once.ts';
import { programPath, requirePrograms } from './prerequisites.ts';
import type { Progress } from './progress.ts';

/** A program that is built from its module; where modules come from is the machine's own setting. */
interface GoProgram {
  readonly name: string;
  readonly module: string;
  readonly version: string;
  /** What it is for, and what building it takes. */
  readonly about: string;
}

const ACT: GoProgram = {
  name: 'act',
  module: 'github.com/nektos/act',
  version: '0.2.89',
  about: 'which runs workflows here (about a minute, once)',
};

const ACTIONLINT: GoProgram = {
  name: 'actionlint',
  module: 'github.com/rhysd/actionlint/cmd/actionlint',
  version: '1.7.12',
  about: 'which reads workflows (a few seconds, once)',
};

/** The path of act. */
export const provideAct = (progress: Progress): Promise<string> => provideGoProgram(ACT, progress);

/** The path of actionlint. */
export const provideActionlint = (progress: Progress): Promise<string> =>
  provideGoProgram(ACTIONLINT, progress);

async function provideGoProgram(program: GoProgram, progress: Progress): Promise<string> {
  const { name, module, version, about } = program;
  const folder = join(CACHE_FOLDER, `${name}-${version}`);
  if (!existsSync(folder)) {
    await requirePrograms(['go'], progress);
    progress(`building ${name} ${version}, ${about}`);
    await makeOnce(folder, async (unfinished) => {
      const install = ['install', '-trimpath', `${module}@v${version}`];
      await runToEnd('env', [`GOBIN=${unfinished}`, programPath('go'), ...install], '/');
    });
  }
  return join(folder, name);
}
