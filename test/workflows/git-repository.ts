import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const IDENTITY = {
  GIT_AUTHOR_NAME: 'bench',
  GIT_AUTHOR_EMAIL: 'bench@example.test',
  GIT_COMMITTER_NAME: 'bench',
  GIT_COMMITTER_EMAIL: 'bench@example.test',
  GIT_CONFIG_NOSYSTEM: '1',
};

/** A repository on the disk, from which any commit can be fetched. */
export class GitRepository {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static make(folder: string): GitRepository {
    mkdirSync(folder, { recursive: true });
    const repository = new GitRepository(folder);
    repository.#git('init', '--quiet', '--initial-branch', 'main');
    repository.#git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    // Every job fetches all the bundles: to compress them anew each time is most of what that costs.
    repository.#git('config', 'core.compression', '0');
    repository.#git('config', 'pack.window', '0');
    return repository;
  }

  /** Writes files, removes those that are null, commits, and gives the commit. */
  commit(message: string, files: Readonly<Record<string, string | null>> = {}): string {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      if (text === null) rmSync(file);
      else writeFileSync(file, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
    }
    this.#git('add', '--all', '--force');
    this.#git('commit', '--quiet', '--allow-empty', '--message', message);
    return this.head();
  }

  head(): string {
    return this.#git('rev-parse', 'HEAD');
  }

  /** To a commit or a branch; `create` makes the branch here. */
  checkout(name: string, create = false): void {
    this.#git('checkout', '--quiet', ...(create ? ['-B'] : []), name);
  }

  #git(...args: readonly string[]): string {
    const env = { ...process.env, ...IDENTITY };
    return execFileSync('git', args, { cwd: this.folder, env, encoding: 'utf8' }).trim();
  }
}
