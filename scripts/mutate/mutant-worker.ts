/**
 * Runs test files on one mutant after another, in a thread that may be ended when a mutant never comes to an end. Every
 * mutant gets modules of its own: their addresses carry its number.
 */
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import { takeTests } from './test-registry.ts';

export interface Task {
  readonly mutated: { readonly file: string; readonly source: string };
  /** Their paths; they are run in this order until one fails. */
  readonly tests: readonly string[];
}

export interface Verdict {
  /** The test file that noticed; null when none did. */
  readonly killedBy: string | null;
  readonly reason: string;
}

const REGISTRY = new URL('test-registry.ts', import.meta.url).href;
const { root } = workerData as { readonly root: string };
const home = pathToFileURL(`${root}/`).href;
const stripped = new Map<string, string>();
let current: Task | undefined;
let version = 0;

// The same cases each time, or a mutant would survive now and then.
fc.configureGlobal({ seed: 1, endOnFailure: true });

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === '@jest/globals') return { url: REGISTRY, shortCircuit: true };
    const resolved = next(specifier, context);
    const isOwn = resolved.url.startsWith(home) && !resolved.url.includes('/node_modules/');
    return isOwn && version > 0 ? { ...resolved, url: numbered(resolved.url) } : resolved;
  },
  load(url, context, next) {
    const { searchParams } = new URL(url);
    if (!searchParams.has('mutant')) return next(url, context);
    return { format: 'module', source: sourceOf(fileURLToPath(url)), shortCircuit: true };
  },
});

const numbered = (url: string): string => `${url.split('?')[0] ?? url}?mutant=${String(version)}`;

function sourceOf(file: string): string {
  if (file === current?.mutated.file) return stripTypeScriptTypes(current.mutated.source);
  const known = stripped.get(file) ?? stripTypeScriptTypes(readFileSync(file, 'utf8'));
  stripped.set(file, known);
  return known;
}

async function judge(task: Task): Promise<Verdict> {
  current = task;
  version += 1;
  for (const file of task.tests) {
    try {
      takeTests();
      await import(numbered(pathToFileURL(file).href));
      for (const body of takeTests()) await body();
    } catch (error) {
      return { killedBy: file, reason: String(error) };
    }
  }
  return { killedBy: null, reason: '' };
}

parentPort?.on('message', (task: Task) => {
  void judge(task).then((verdict) => parentPort?.postMessage(verdict));
});
