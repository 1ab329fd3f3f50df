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

  /** A repository without a working tree, to be pushed to. */
  static makeBare(folder: string): GitRepository {
    mkdirSync(folder, { recursive: true });
    const repository = new GitRepository(folder);
    repository.#git('init', '--quiet', '--bare', '--initial-branch', 'main');
    repository.#git('config', 'uploadpack.allowAnySHA1InWant', 'true');
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

  /** A tag of what is checked out, signed with a key of ssh's. */
  tag(name: string, key: string): void {
    const signing = ['-c', 'gpg.format=ssh', '-c', `user.signingkey=${key}`];
    this.#git(...signing, 'tag', '--sign', '--message', name, name);
  }

  addOrigin({ folder }: GitRepository): void {
    this.#git('remote', 'add', 'origin', folder);
  }

  push(to: GitRepository, ...refs: readonly string[]): void {
    this.#git('push', '--quiet', to.folder, ...refs);
  }

  /** The commit that a name stands for; undefined where there is none. */
  commitOf(name: string): string | undefined {
    return this.#git('for-each-ref', '--format=%(objectname) %(*objectname)', name)
      .split(' ')
      .findLast(Boolean);
  }

  #git(...args: readonly string[]): string {
    const env = { ...process.env, ...IDENTITY };
    return execFileSync('git', args, { cwd: this.folder, env, encoding: 'utf8', timeout: 60_000 }).trim();
  }
}
