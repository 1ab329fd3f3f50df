import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { runCommand } from '../run-command.ts';
import type { Check } from './check-list.ts';

const FOLDER = '.cache/checks';

/** Which checks passed on the very files that are there now, so that they need not run once more. */
export class PassedChecks {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /**
   * A name for the state of everything a check can read: each file that is not ignored, byte by byte, the packages and
   * the Node. Undefined where that is not known, and in continuous integration, which trusts no earlier run.
   */
  async state(): Promise<string | undefined> {
    if ((process.env['CI'] ?? '') !== '') return undefined;
    const list = ['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const { code, output } = await runCommand(list, { cwd: this.#root });
    if (code !== 0) return undefined;
    const hash = createHash('sha256').update(`${this.#root} ${process.version}\n`);
    const files = [...new Set(output.split('\0'))].filter((file) => file !== '').sort();
    for (const file of [...files, 'node_modules/.package-lock.json']) {
      const full = path.join(this.#root, file);
      const isFile = existsSync(full) && statSync(full).isFile();
      const content = isFile ? await readFile(full) : '';
      hash.update(`${file} ${isFile ? String(content.length) : 'none'}\n`).update(content);
    }
    return hash.digest('hex');
  }

  has(check: Check, state: string): boolean {
    return existsSync(this.#fileOf(check, state));
  }

  /** Remembers these, and forgets what passed in any other state. */
  async keep(checks: readonly Check[], state: string): Promise<void> {
    const folder = path.join(this.#root, FOLDER);
    await mkdir(folder, { recursive: true });
    const old = (await readdir(folder)).filter((name) => !name.startsWith(state));
    await Promise.all(old.map((name) => rm(path.join(folder, name), { force: true })));
    await Promise.all(checks.map((check) => writeFile(this.#fileOf(check, state), '')));
  }

  #fileOf({ name, command }: Check, state: string): string {
    const which = createHash('sha256')
      .update(JSON.stringify([name, command]))
      .digest('hex');
    return path.join(this.#root, FOLDER, `${state}-${which.slice(0, 12)}`);
  }
}
