import { glob, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { problemAt } from '../core/problem.ts';
import { WorldFailure } from '../core/world-failure.ts';
import type { YamlFiles } from '../core/yaml-files.ts';
import { readYaml, type YamlText } from './yaml-document.ts';

/** Reads every document of every file that a pattern matches; a file that two patterns match is read once. */
export async function readYamlFiles(folder: string, patterns: readonly string[]): Promise<YamlFiles> {
  const matches = await Promise.all(patterns.map((pattern) => filesOf(folder, pattern)));
  const files = [...new Set(matches.flat())].sort();
  const texts = await Promise.all(files.map((file) => readFound(folder, file)));
  return {
    files,
    documents: texts.flatMap(({ documents }) => documents),
    problems: texts.flatMap(({ problems }) => problems),
    unmatched: patterns.filter((_, index) => matches[index]?.length === 0),
  };
}

async function filesOf(folder: string, pattern: string): Promise<string[]> {
  const files: string[] = [];
  for await (const entry of glob(pattern, { cwd: folder, withFileTypes: true })) {
    if (!entry.isFile() && !entry.isSymbolicLink()) continue;
    files.push(path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
  }
  return files;
}

/** One that cannot be read is a mistake at its place, and hides none of the mistakes of the others. */
async function readFound(folder: string, file: string): Promise<YamlText> {
  let bytes: Uint8Array;
  try {
    if (await leadsOut(folder, file))
      return mistaken(
        file,
        'the file is a link that leads out of the workspace',
        'Put the file itself there.',
      );
    bytes = await readFile(path.resolve(folder, file));
  } catch (failure) {
    // Such as `EISDIR: illegal operation on a directory, read`.
    const [reason = ''] = (failure as Error).message.split(',');
    return mistaken(file, `the file cannot be read (${reason})`, 'Mend or remove it.');
  }
  return parseYaml(file, bytes);
}

/** What a reviewer sees of such a link is its name, and behind it may be anything that the machine has. */
async function leadsOut(folder: string, file: string): Promise<boolean> {
  // Then the pattern leads there, and whoever wrote the workflow meant it.
  if (file.startsWith('../')) return false;
  const [root, real] = await Promise.all([realpath(folder), realpath(path.resolve(folder, file))]);
  return path.relative(root, real).startsWith('..');
}

/** Reads exactly this file. */
export async function readYamlFile(folder: string, file: string): Promise<YamlText> {
  const bytes = await readFile(path.resolve(folder, file)).catch((cause: unknown) => {
    throw new WorldFailure(`${file} cannot be read.`, { cause });
  });
  return parseYaml(file, bytes);
}

/** Reads the bytes of a file. */
export function parseYaml(file: string, bytes: Uint8Array): YamlText {
  const text = decode(bytes);
  if (text !== undefined) return readYaml(file, text);
  return mistaken(file, 'the file is not UTF-8 text', 'Save it as UTF-8.');
}

const mistaken = (file: string, what: string, fix: string): YamlText => ({
  documents: [],
  problems: [problemAt({ file, line: 1, column: 1 }, what, fix)],
});

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
