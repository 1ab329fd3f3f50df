import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { WorldFailure } from '../core/world-failure.ts';
import type { YamlFiles } from '../core/yaml-files.ts';
import { parseYaml } from './yaml-file.ts';

const run = promisify(execFile);
const MOST_BYTES = 256 * 1024 * 1024;

/** Reads the YAML files of a commit of the repository that the folder is in; nothing is checked out. */
export async function readYamlAtCommit(
  folder: string,
  ref: string,
  patterns: readonly string[],
): Promise<YamlFiles> {
  try {
    const commit = await commitOf(folder, ref);
    const listed = await run('git', ['ls-tree', '-r', '--name-only', '-z', commit], options(folder));
    const paths = listed.stdout.split('\0').filter((file) => file !== '');
    const matches = (pattern: string): string[] => {
      const relative = path.relative(folder, path.resolve(folder, pattern));
      return paths.filter((file) => path.posix.matchesGlob(file, relative));
    };
    const files = [...new Set(patterns.flatMap(matches))].sort();
    const texts = (await contentsOf(folder, commit, files)).map((bytes, index) =>
      parseYaml(files[index] ?? '', bytes),
    );
    return {
      files,
      documents: texts.flatMap(({ documents }) => documents),
      problems: texts.flatMap(({ problems }) => problems),
      unmatched: patterns.filter((pattern) => matches(pattern).length === 0),
    };
  } catch (cause) {
    if (cause instanceof WorldFailure) throw cause;
    throw new WorldFailure(`git cannot read the commit ${ref}.`, { cause });
  }
}

const options = (cwd: string) => ({ cwd, maxBuffer: MOST_BYTES });

/** A name that begins with a dash is a name too, never an option. */
export async function commitOf(folder: string, ref: string): Promise<string> {
  const asked = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const { stdout } = await run('git', asked, options(folder)).catch((cause: unknown) => {
    throw new WorldFailure(`The repository has no commit ${ref} here.`, { cause });
  });
  return stdout.trim();
}

/**
 * All files by one process: `<id> blob <size>`, a line end, the bytes, a line end, for each. A link is read as what it
 * leads to in the same commit, as the folder reads it; without that, the text would be the path that it leads to.
 */
async function contentsOf(folder: string, commit: string, files: readonly string[]): Promise<Uint8Array[]> {
  if (files.length === 0) return [];
  const reading = spawn('git', ['cat-file', '--batch', '--follow-symlinks'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const output = buffer(reading.stdout);
  reading.stdin.end(files.map((file) => `${commit}:./${file}\n`).join(''));
  const bytes = await output;
  const contents: Uint8Array[] = [];
  let at = 0;
  for (const file of files) {
    const lineEnd = bytes.indexOf('\n', at);
    const head = bytes.toString('utf8', at, lineEnd);
    const size = Number(/ blob (\d+)$/.exec(head)?.[1] ?? Number.NaN);
    if (Number.isNaN(size)) throw unread(file, commit, head);
    contents.push(bytes.subarray(lineEnd + 1, lineEnd + 1 + size));
    at = lineEnd + size + 2;
  }
  return contents;
}

/** `symlink` leads out of the repository, `dangling` to nothing that is in the commit, `tree` is a folder. */
function unread(file: string, commit: string, head: string): WorldFailure {
  return /^(?:symlink|dangling|loop|notdir) | tree \d+$/.test(head)
    ? new WorldFailure(`${file} is a link in the commit ${commit} that leads to no file of it.`)
    : new WorldFailure(`git does not give ${file} of the commit ${commit}.`);
}
