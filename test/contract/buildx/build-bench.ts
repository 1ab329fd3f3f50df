import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BuildOutcome, BuildRequest, ImageBuilder } from '../../../lib/adapters/buildx/build-request.ts';
import { buildx } from '../../../lib/adapters/buildx/buildx.ts';
import type { Digest } from '../../../lib/core/image-reference.ts';
import { type Engine, type EngineOptions, startEngine } from '../../../lab/engine/engine.ts';
import { provideBaseImage } from '../../../lab/provision/base-image.ts';

/** An engine, a builder on it, and contexts to build. */
export interface BuildBench extends AsyncDisposable {
  readonly engine: Engine;
  readonly builder: ImageBuilder;
  /** What the last build has said. */
  readonly lines: string[];
  /** Builds files of which one is the Dockerfile; `base` is an image with Node.js and no shell. */
  readonly build: (files: Files, more?: Partial<BuildRequest>, signal?: AbortSignal) => Promise<BuildOutcome>;
  /** A context of its own with these files. */
  readonly context: (files: Files) => Promise<BuildRequest>;
}

export type Files = Readonly<Record<string, string>>;

interface BenchOptions extends EngineOptions {
  /** Variables of the builder, beside the engine's own. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function buildBench({ env, ...options }: BenchOptions = {}): Promise<BuildBench> {
  const base = await provideBaseImage(() => undefined);
  const engine = await startEngine(options);
  const root = await mkdtemp(path.join(tmpdir(), 'build-bench-'));
  const builder = buildx({ ...engine.env, ...env });
  const lines: string[] = [];
  let made = 0;
  const context = async (files: Files): Promise<BuildRequest> => {
    const folder = path.join(root, String((made += 1)));
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
    return {
      context: folder,
      file: path.join(folder, 'Dockerfile'),
      into: path.join(folder, '.image'),
      network: 'none',
      contexts: new Map([['base', `oci-layout://${base.folder}@${base.digest}`]]),
    };
  };
  return {
    engine,
    builder,
    lines,
    context,
    build: async (files, more = {}, signal) => {
      lines.length = 0;
      const watch = { onLine: (line: string) => void lines.push(line), ...(signal && { signal }) };
      return await builder.build({ ...(await context(files)), ...more }, watch);
    },
    [Symbol.asyncDispose]: async () => {
      await engine[Symbol.asyncDispose]();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** A document of a layout, by its digest. */
export async function documentIn<T>(folder: string, digest: Digest | string): Promise<T> {
  return JSON.parse(await readFile(path.join(folder, 'blobs', ...digest.split(':')), 'utf8')) as T;
}
