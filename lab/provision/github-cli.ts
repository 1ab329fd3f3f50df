import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE_FOLDER } from './cache-folder.ts';
import { extractPackages, ownSuite } from './debian-packages.ts';
import { makeOnce } from './make-once.ts';
import type { Progress } from './progress.ts';

/** Bookworm's is of 2023; trixie's (2.46.0) runs on its libraries. */
const NEWER: Readonly<Record<string, string>> = { bookworm: 'trixie' };

/** The path of `gh` as the distribution packages it; `go install` refuses its module, which replaces others. */
export async function provideGithubCli(progress: Progress): Promise<string> {
  const own = await ownSuite();
  const suite = NEWER[own] ?? own;
  const folder = join(CACHE_FOLDER, `gh-${suite}-1`);
  if (!existsSync(folder)) progress(`downloading GitHub's command gh of Debian ${suite} (about 8 MB, once)`);
  await makeOnce(folder, (unfinished) => extractPackages([{ suite, packages: ['gh'] }], unfinished));
  return join(folder, 'usr/bin/gh');
}
