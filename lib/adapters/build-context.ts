import { createHash } from 'node:crypto';
import { createReadStream, type Dirent } from 'node:fs';
import { lstat, readdir, readFile, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import dockerignore from '@balena/dockerignore';
import type { ContextEntry } from '../core/context-entry.ts';
import { isJsonObject } from '../core/json-object.ts';
import type { Problem } from '../core/problem.ts';
import { WorldFailure } from '../core/world-failure.ts';

export interface FoundContext {
  /** Sorted by path. */
  readonly entries: readonly ContextEntry[];
  readonly problems: readonly Problem[];
}

/** The folder, and the Dockerfile's path; both within the workspace. */
export interface ContextPlace {
  readonly workspace: string;
  readonly context: string;
  readonly file: string;
}

/**
 * Everything that `docker buildx build` would send of a context, by the rules of its .dockerignore; the one beside the
 * Dockerfile (`<Dockerfile>.dockerignore`) wins over the one of the context.
 */
export async function readContext(place: ContextPlace): Promise<FoundContext> {
  const root = path.resolve(place.workspace, place.context);
  const outside = await outsideOf(place);
  if (outside.length > 0) return { entries: [], problems: outside };
  // A mark of the byte order is no part of the first pattern.
  const ignored = (await ignoreFile(place, root)).replace(/^\ufeff/, '');
  const refused = refusedPattern(ignored);
  if (refused !== undefined) return { entries: [], problems: [noPattern(refused)] };
  const walk = new Walk(root, await realpath(place.workspace), ignored);
  await walk.folder('');
  return {
    entries: walk.entries.sort((left, right) => (left.path < right.path ? -1 : 1)),
    problems: walk.problems,
  };
}

async function outsideOf({ workspace, context, file }: ContextPlace): Promise<Problem[]> {
  const base = await realpath(workspace);
  const found = await Promise.all(
    Object.entries({ context, file }).map(async ([name, given]) => {
      const where = `input ${name}`;
      const real = await realpath(path.resolve(workspace, given)).catch(() => undefined);
      if (real === undefined)
        return { where, what: `${given} does not exist`, fix: 'Give its path in the workspace.' };
      if (isWithin(base, real)) return undefined;
      return { where, what: `${given} is outside of the workspace`, fix: 'Give a path in the workspace.' };
    }),
  );
  return found.filter((problem) => problem !== undefined);
}

const isWithin = (folder: string, file: string): boolean => {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
};

async function ignoreFile({ workspace, file }: ContextPlace, root: string): Promise<string> {
  const own = `${path.resolve(workspace, file)}.dockerignore`;
  return (await textOf(own)) ?? (await textOf(path.join(root, '.dockerignore'))) ?? '';
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isJsonObject(error) && error['code'] === 'ENOENT') return undefined;
    throw new WorldFailure(`${file} cannot be read: ${String(error)}. Mend its rights.`, { cause: error });
  }
}

class Walk {
  readonly entries: ContextEntry[] = [];
  readonly problems: Problem[] = [];
  readonly #root: string;
  readonly #workspace: string;
  readonly #ignored: { ignores(file: string): boolean };
  readonly #exceptions: readonly string[];

  constructor(root: string, workspace: string, ignoreText: string) {
    this.#root = root;
    this.#workspace = workspace;
    this.#ignored = ignoring(ignoreText);
    this.#exceptions = exceptionsOf(ignoreText);
  }

  async folder(relative: string): Promise<void> {
    const found = await readdir(path.join(this.#root, relative), { withFileTypes: true });
    for (const entry of found)
      await this.#entry(entry, relative === '' ? entry.name : `${relative}/${entry.name}`);
  }

  async #entry(entry: Dirent, relative: string): Promise<void> {
    const isIgnored = this.#ignored.ignores(relative);
    if (entry.isDirectory()) return this.#folderEntry(relative, isIgnored);
    if (isIgnored) return;
    if (entry.isSymbolicLink()) await this.#link(relative);
    else if (entry.isFile())
      await this.#keep(relative, 'file', await sha256Of(path.join(this.#root, relative)));
  }

  async #folderEntry(relative: string, isIgnored: boolean): Promise<void> {
    if (isIgnored && !this.#mayHoldException(relative)) return;
    const before = this.entries.length;
    await this.folder(relative);
    // The folders above what an exception brings back are sent as well.
    if (!isIgnored || this.entries.length > before) await this.#keep(relative, 'folder', '');
  }

  #mayHoldException(folder: string): boolean {
    return this.#exceptions.some((exception) => leadsTo(folder, exception) || leadsTo(exception, folder));
  }

  /** A link is copied as it is; one that leads out of the workspace would make a build depend on this machine. */
  async #link(relative: string): Promise<void> {
    const file = path.join(this.#root, relative);
    const target = await readlink(file);
    if (isWithin(this.#workspace, path.resolve(path.dirname(file), target)))
      return this.#keep(relative, 'link', target);
    this.problems.push({
      where: relative,
      what: `it is a link to ${target}, outside of the workspace`,
      fix: 'Remove it, or name it in .dockerignore.',
    });
  }

  async #keep(relative: string, kind: ContextEntry['kind'], content: string): Promise<void> {
    const { mode } = await lstat(path.join(this.#root, relative));
    this.entries.push({ path: relative, mode: mode & PERMISSIONS, content, kind });
  }
}

const PERMISSIONS = 0o7777;

/** What Go's path.Match takes, but for a backslash before a letter, which means something else to BuildKit. */
const PATTERN = /^(?:\\[^a-z\d]|\[\^?(?:\\[^a-z\d]|[^\\\]])+\]|[^\\[])*$/is;

/** The first pattern that BuildKit refuses, and the build with it, or that cannot be read here. */
const refusedPattern = (ignoreText: string): string | undefined =>
  ignoreText
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim())
    .find((pattern) => pattern === '!' || !PATTERN.test(pattern) || !isReadable(pattern));

function isReadable(pattern: string): boolean {
  try {
    ignoring(pattern).ignores('x');
    return true;
  } catch {
    // `c++/*.o`: the name would be taken for an expression, so what BuildKit is sent cannot be told here.
    return false;
  }
}

const ignoring = (text: string) =>
  dockerignore.default({ ignorecase: false }).add(text.split('\n').map(literal).join('\n'));

/** Without wildcards BuildKit compares texts; this reader would take `c++` for an expression. */
const literal = (line: string): string =>
  /^\s*!?\s*(?:\*\*\/?)?[^*?[\\]*(?:\*\*)?\s*$/.test(line) ? line.replace(/[+^(){}|]/g, '\\$&') : line;

const noPattern = (pattern: string): Problem => ({
  where: '.dockerignore',
  what: `${pattern} is no pattern`,
  fix: 'Close its bracket, or put a backslash before what is meant as it is.',
});

/** What comes before the first wildcard of each pattern that takes files back in. */
function exceptionsOf(ignoreText: string): string[] {
  const patterns = ignoreText.split('\n').map((line) => line.trim());
  return patterns
    .filter((line) => line.startsWith('!'))
    .map((line) => path.posix.normalize(line.slice(1).trim()).replace(/^\//, '').split('/'))
    .map((parts) => {
      const wild = parts.findIndex((part) => /[*?[\\]/.test(part));
      return (wild < 0 ? parts : parts.slice(0, wild)).join('/');
    });
}

const leadsTo = (start: string, end: string): boolean =>
  start === '' || end === start || end.startsWith(`${start}/`);

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
