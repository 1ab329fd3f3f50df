import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Digest, parseDigest } from '../../core/image-reference.ts';
import { parseJsonObject } from '../../core/json-object.ts';
import { WorldFailure } from '../../core/world-failure.ts';
import { buildArguments, checkArguments } from './build-arguments.ts';
import { failureOf } from './build-failure.ts';
import type { BuildOutcome, BuildRequest, BuildWatch, CheckOutcome, ImageBuilder } from './build-request.ts';
import { BuildStory } from './build-story.ts';
import { readCheck } from './check-result.ts';
import { engineFacts } from './engine-facts.ts';
import { RawProgress } from './raw-progress.ts';
import { warningOf } from './warning-of.ts';
import { runDocker } from '../run-docker.ts';

/** Builds with `docker buildx build`, in the environment that is given. */
export const buildx = (env: NodeJS.ProcessEnv): ImageBuilder => ({
  facts: () => engineFacts(env),
  build: (request, watch) => build(env, request, watch),
  check: (request) => check(env, request),
});

async function build(
  env: NodeJS.ProcessEnv,
  request: BuildRequest,
  watch: BuildWatch,
): Promise<BuildOutcome> {
  const facts = await engineFacts(env);
  if ('kind' in facts) return { kind: 'failed', failure: facts };
  const folder = await mkdtemp(path.join(tmpdir(), 'buildx-'));
  try {
    const metadata = path.join(folder, 'metadata.json');
    const story = new BuildStory(watch.onLine);
    const code = await follow(env, { request, watch, metadata }, story);
    if (code !== 0) return { kind: 'failed', failure: await whyFailed(env, { request, watch }, story) };
    return {
      kind: 'built',
      digest: await digestIn(metadata),
      folder: request.into,
      steps: story.steps.length,
      cachedSteps: story.steps.filter(({ isCached }) => isCached).length,
      warnings: story.warnings.map((warning) => warningOf(warning, request.file)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Order {
  readonly request: BuildRequest;
  readonly watch: BuildWatch;
}

async function follow(
  env: NodeJS.ProcessEnv,
  { request, watch, metadata }: Order & { readonly metadata: string },
  story: BuildStory,
): Promise<number | null> {
  const progress = new RawProgress();
  const args = buildArguments(request, metadata);
  const onError = (line: string): void => {
    const item = progress.take(line);
    if (item !== undefined) story.take(item);
  };
  return (await runDocker({ args, env, signal: watch.signal, onError })).code;
}

async function whyFailed(env: NodeJS.ProcessEnv, { request, watch }: Order, story: BuildStory) {
  const isAnswering = (await runDocker({ args: ['version'], env })).code === 0;
  const isCancelled = watch.signal?.aborted === true;
  const { failed: step, text } = story;
  return failureOf({ file: request.file, step, text, isCancelled, isAnswering });
}

async function digestIn(file: string): Promise<Digest> {
  const metadata = parseJsonObject(await readFile(file, 'utf8'));
  const named = metadata?.['containerimage.digest'];
  const digest = typeof named === 'string' ? parseDigest(named) : undefined;
  if (digest === undefined)
    throw new WorldFailure('buildx ended well and did not tell the digest of the image.');
  return digest;
}

async function check(env: NodeJS.ProcessEnv, request: BuildRequest): Promise<CheckOutcome> {
  const facts = await engineFacts(env);
  if ('kind' in facts) return { kind: 'failed', failure: facts };
  const answer = await runDocker({ args: checkArguments(request), env });
  const found = readCheck(answer.output, request.file);
  if (found !== undefined) return found;
  const because = `buildx ${facts.buildx} gave no list of checks (0.15 and newer do).`;
  return { kind: 'unsupported', because };
}
