import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { runCommand } from '../run-command.ts';

/** A program and the folder that its bundle goes to. */
export interface BundleOrder {
  /** `actions/topic-sync` or `services/consumer`. */
  readonly program: string;
  readonly dist: string;
}

/**
 * Bundles programs of a folder. The same sources give the same bytes, wherever the folder is, and whether or not their
 * types are `checked` on the way: that takes as long as everything else.
 */
export async function bundleMains(
  root: string,
  orders: readonly BundleOrder[],
  { checked }: { readonly checked: boolean },
): Promise<void> {
  const work = await workFolder(root);
  try {
    const emit = ['-p', 'tsconfig.build.json', '--rootDir', root, '--outDir', work];
    await run([toolOf(root, 'tsc'), ...emit, ...(checked ? [] : ['--noCheck'])], root);
    // Without it ncc takes the modules for CommonJS and exits 0 with a small bundle that cannot start.
    await writeFile(path.join(work, 'package.json'), '{ "type": "module" }\n');
    await Promise.all(
      orders.map(({ program, dist }) => bundle(toolOf(root, 'ncc'), `${work}/${program}/src/main.js`, dist)),
    );
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function bundle(ncc: string, main: string, dist: string): Promise<void> {
  await rm(dist, { recursive: true, force: true });
  const options = ['--license', 'licenses.txt', '--target', 'es2022', '--no-cache', '--quiet'];
  // ncc writes the modules' paths into the bundle as seen from where it runs: from here, always the same.
  await run([ncc, 'build', path.basename(main), '--out', dist, ...options], path.dirname(main));
}

/** Inside the repository, so that the packages are found from there. */
async function workFolder(root: string): Promise<string> {
  await mkdir(path.join(root, '.cache'), { recursive: true });
  return await mkdtemp(path.join(root, '.cache/build-'));
}

const toolOf = (root: string, name: string): string => path.join(root, 'node_modules/.bin', name);

async function run(command: readonly string[], cwd: string): Promise<void> {
  const { code, output } = await runCommand([process.execPath, ...command], { cwd });
  if (code !== 0) throw new Error(`${command.join(' ')} ended with exit code ${String(code)}:\n${output}`);
}
