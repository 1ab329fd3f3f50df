import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { WorldFailure } from '../core/world-failure.ts';
import type { YamlFiles } from '../core/yaml-files.ts';
import { readYaml, type YamlText } from './yaml-document.ts';

/** Reads every document of every file that a pattern matches; a file that two patterns match is read once. */
export async function readYamlFiles(folder: string, patterns: readonly string[]): Promise<YamlFiles> {
  const matches = await Promise.all(patterns.map((pattern) => filesOf(folder, pattern)));
  const files = [...new Set(matches.flat())].sort();
  const texts = await Promise.all(files.map((file) => readYamlFile(folder, file)));
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

/** Reads exactly this file. */
export async function readYamlFile(folder: string, file: string): Promise<YamlText> {
  const bytes = await readFile(path.resolve(folder, file)).catch((cause: unknown) => {
    throw new WorldFailure(`${file} cannot be read.`, { cause });
  });
  const text = decode(bytes);
  if (text !== undefined) return readYaml(file, text);
  const fix = 'Save it as UTF-8.';
  return { documents: [], problems: [{ where: file, what: 'the file is not UTF-8 text', fix }] };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
