import { randomUUID } from 'node:crypto';
import { WorldFailure } from '../../core/world-failure.ts';
import { runDocker } from '../run-docker.ts';
import { imageArchive } from './image-archive.ts';
import { type OneRun, oneRun } from './one-run.ts';
import type { ProbeOutcome, ProbeRequest, RunProbe } from './probe-request.ts';
import { changedPaths, refusedPaths } from './written-paths.ts';

const LAST_LINES = 20;

/** Starts images with docker, in the environment that is given. */
export const runProbe = (env: NodeJS.ProcessEnv): RunProbe => ({
  absent: () => absent(env),
  probe: (request) => probe(env, request),
});

async function absent(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { code, isMissing, errors } = await runDocker({ args: ['version'], env });
  if (isMissing) return 'docker was not found on PATH';
  return code === 0 ? undefined : `the engine does not answer: ${errors.trim()}`;
}

async function probe(env: NodeJS.ProcessEnv, request: ProbeRequest): Promise<ProbeOutcome> {
  const lack = await absent(env);
  if (lack !== undefined) return { kind: 'no-engine', because: lack };
  const image = `kafka-fleet.local/probe:${randomUUID()}`;
  await load(env, request, image);
  try {
    return await judgeRuns(request, (readOnly) => oneRun({ env, image, request, readOnly }));
  } finally {
    await runDocker({ args: ['image', 'rm', '--force', image], env });
  }
}

async function load(env: NodeJS.ProcessEnv, { layout, digest }: ProbeRequest, name: string): Promise<void> {
  const input = await imageArchive({ layout, digest, name });
  const { code, errors } = await runDocker({ args: ['load', '--quiet'], env, input });
  if (code !== 0) throw new WorldFailure(`The engine did not load the image: ${errors.trim()}`);
}

/**
 * A program that is refused a write may say so in its own words or not at all. When it does not end well, it is run
 * once more where it may write, and what it has written by then is looked up.
 */
async function judgeRuns(
  { signal, writable = [] }: ProbeRequest,
  run: (readOnly: boolean) => Promise<OneRun>,
): Promise<ProbeOutcome> {
  const first = await run(true);
  if (signal?.aborted === true) return { kind: 'cancelled' };
  if (first.startError !== '') return { kind: 'not-started', because: first.startError };
  const isWell = first.ended === 'when told' && first.exitCode === 0;
  const written = isWell ? [] : changedPaths((await run(false)).diff);
  const isOwn = (path: string): boolean => writable.some((folder) => `${path}/`.startsWith(`${folder}/`));
  const writes = [...new Set([...refusedPaths(first.output), ...written])].filter((path) => !isOwn(path));
  const { ended, exitCode, stopSeconds, output } = first;
  const lastLines = output
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .slice(-LAST_LINES);
  return { kind: 'ran', ended, exitCode, stopSeconds, writes, lastLines };
}
