import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { BuildOutcome, Built } from '../../../lib/adapters/buildx/build-request.ts';
import { LogLines } from '../../../lib/adapters/log-lines.ts';
import { describeOnEngine } from '../../lab/on-engine.ts';
import { type BuildBench, buildBench, documentIn } from './build-bench.ts';

jest.setTimeout(300_000);

const COPY = { Dockerfile: 'FROM scratch\nCOPY app.txt /app.txt\nUSER 65532:65532\n', 'app.txt': 'hello' };
const node = (program: string): string => `["/nodejs/bin/node", "-e", ${JSON.stringify(program)}]`;

const mounted = (id: string): string => `--mount=type=secret,id=${id},uid=65532`;
const READS = `const read = (name) => require('fs').readFileSync('/run/secrets/' + name, 'utf8').length;
console.log('together', read('one') + read('other'));`;
const SECRET_VARIABLE = 'BUILD_SECRET';

let bench: BuildBench;

function useBench(): void {
  beforeAll(async () => {
    bench = await buildBench({ env: { [SECRET_VARIABLE]: 'from-a-variable' } });
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });
}

function built(outcome: BuildOutcome): Built {
  if (outcome.kind === 'built') return outcome;
  throw new Error(`not built: ${outcome.failure.kind}: ${outcome.failure.because}`);
}

interface Index {
  readonly manifests: readonly {
    readonly digest: string;
    readonly platform: object;
    readonly annotations?: Readonly<Record<string, string>>;
  }[];
}

interface Manifest {
  readonly config: { readonly digest: string };
  readonly annotations?: object;
}

describeOnEngine('a build', () => {
  useBench();
  plainBuilds();
  steadyBuilds();
  largeBuilds();
  secretBuilds();
  cachedBuilds();
});

function plainBuilds(): void {
  test('says what it builds with', async () => {
    expect(await bench.builder.facts()).toEqual({
      buildx: expect.stringMatching(/^0\.\d+\.\d+$/),
      engine: expect.stringMatching(/^\d+\./),
      driver: 'docker',
    });
  });

  test('writes an image into a folder, and says how it goes', async () => {
    const image = built(await bench.build(COPY));
    const manifest = await documentIn<Manifest>(image.folder, image.digest);
    expect(await documentIn(image.folder, manifest.config.digest)).toMatchObject({
      config: { User: '65532:65532' },
    });
    expect(image).toMatchObject({ steps: 1, cachedSteps: 0, warnings: [] });
    expect(bench.lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^#\d+ \[1\/1\] COPY app.txt/),
        expect.stringMatching(/^#\d+ done in/),
      ]),
    );
  });
}

function steadyBuilds(): void {
  test('does nothing twice', async () => {
    const files = { ...COPY, 'app.txt': 'twice' };
    const first = built(await bench.build(files));
    const second = built(await bench.build(files));
    expect(second).toMatchObject({ steps: first.steps, cachedSteps: first.steps });
    expect(bench.lines).toContainEqual(expect.stringMatching(/^#\d+ cached$/));
  });

  test('gives the same digest for the same content, whenever it was written', async () => {
    const request = await bench.context({ ...COPY, 'app.txt': 'same' });
    const watch = { onLine: () => undefined };
    const reproducible = { ...request, sourceDateEpoch: 1_700_000_000, rewriteTimes: true };
    const first = built(await bench.builder.build(reproducible, watch));
    await utimes(path.join(request.context, 'app.txt'), 1, 1);
    await writeFile(path.join(request.context, 'Dockerfile'), `${COPY.Dockerfile}# changed\n`);
    const again = { ...reproducible, into: path.join(request.context, '.again') };
    expect(built(await bench.builder.build(again, watch)).digest).toBe(first.digest);
  });
}

function largeBuilds(): void {
  test('builds for several platforms, with labels, annotations and provenance', async () => {
    const image = built(
      await bench.build(COPY, {
        platforms: ['linux/amd64', 'linux/arm64'],
        labels: new Map([['title', 'a, "b" --push']]),
        annotations: new Map([['manifest:revision', 'c0ffee']]),
        provenance: 'max',
      }),
    );
    const { manifests } = await documentIn<Index>(image.folder, image.digest);
    const [first, , ...attestations] = manifests;
    expect(manifests.slice(0, 2)).toMatchObject([
      { platform: { os: 'linux', architecture: 'amd64' } },
      { platform: { os: 'linux', architecture: 'arm64' } },
    ]);
    expect(attestations.map(({ annotations }) => annotations?.['vnd.docker.reference.type'])).toEqual([
      'attestation-manifest',
      'attestation-manifest',
    ]);
    const manifest = await documentIn<Manifest>(image.folder, first?.digest ?? '');
    expect(manifest.annotations).toEqual({ revision: 'c0ffee' });
    expect(await documentIn(image.folder, manifest.config.digest)).toMatchObject({
      config: { Labels: { title: 'a, "b" --push' } },
    });
  });
}

function secretBuilds(): void {
  test('gives a secret to RUN alone', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'secret, '));
    await writeFile(path.join(folder, 'key'), 'from-a-file');
    const Dockerfile = `FROM base\nRUN ${mounted('one')} ${mounted('other')} ${node(READS)}\n`;
    const secrets = [
      { id: 'one', variable: SECRET_VARIABLE },
      { id: 'other', file: path.join(folder, 'key') },
    ];
    const image = built(await bench.build({ Dockerfile }, { secrets, provenance: 'max' }));
    expect(image.kind).toBe('built');
    expect(bench.lines.join('\n')).toContain('together 26');
    expect(bench.lines.join('\n')).not.toMatch(/from-a-/);
    await rm(folder, { recursive: true });
  });

  test('hands on what a step prints so that GitHub takes none of it for a command', async () => {
    const Dockerfile = `FROM base\nRUN ${node("console.log('::error::forged\\n##[command]forged')")}\n`;
    built(await bench.build({ Dockerfile }));
    const shown = new LogLines();
    const lines = bench.lines.map((line) => shown.info(line));
    expect(lines.filter((line) => line.includes('forged'))).toHaveLength(3);
    expect(lines.filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
  });

  test('takes an argument as it is', async () => {
    const value = 'a"b\nc --push=$HOME';
    const Dockerfile = 'FROM scratch\nARG VALUE\nLABEL value="${VALUE}"\nCOPY Dockerfile /\n';
    const image = built(await bench.build({ Dockerfile }, { buildArgs: new Map([['VALUE', value]]) }));
    const { config } = await documentIn<Manifest>(image.folder, image.digest);
    expect(await documentIn(image.folder, config.digest)).toMatchObject({ config: { Labels: { value } } });
  });
}

function cachedBuilds(): void {
  test('keeps its layers in a folder', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'cache-'));
    await mkdir(folder, { recursive: true });
    built(await bench.build(COPY, { cache: { kind: 'folder', folder } }));
    expect(await readdir(folder)).toContain('index.json');
    await rm(folder, { recursive: true });
  });

  test('does without a cache that cannot be reached', async () => {
    const cache = { kind: 'registry', image: '127.0.0.1:1/cache:main' } as const;
    expect(built(await bench.build(COPY, { cache })).kind).toBe('built');
  });

  test('has no rules for Dockerfiles where BuildKit is older than they are', async () => {
    expect(await bench.builder.check(await bench.context(COPY))).toEqual({
      kind: 'unsupported',
      because: expect.stringContaining('0.15 and newer'),
    });
  });
}
