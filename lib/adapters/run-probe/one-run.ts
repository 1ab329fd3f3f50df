import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isJsonObject, parseJsonObject } from '../../core/json-object.ts';
import type { ProbeRun } from '../../core/probe-run.ts';
import { WorldFailure } from '../../core/world-failure.ts';
import { type DockerAnswer, runDocker } from '../run-docker.ts';
import { createArguments } from './probe-arguments.ts';
import type { ProbeRequest } from './probe-request.ts';

/** A container from its start to its end. */
export interface OneRun {
  readonly ended: ProbeRun['ended'];
  readonly exitCode: number;
  readonly stopSeconds: number;
  readonly output: string;
  /** What `docker diff` says of it afterwards. */
  readonly diff: string;
  /** Why nothing was started; empty when it was. */
  readonly startError: string;
}

export interface RunOrder {
  readonly env: NodeJS.ProcessEnv;
  readonly image: string;
  readonly request: ProbeRequest;
  /** With it nothing can be written; without it, what was written can be looked up. */
  readonly readOnly: boolean;
}

const NOTHING = { ended: 'by itself', exitCode: -1, stopSeconds: 0, output: '', diff: '' } as const;

/** Runs an image once: starts it, lets it be, tells it to end and, when it does not, ends it. */
export async function oneRun({ env, image, request, readOnly }: RunOrder): Promise<OneRun> {
  const name = `kafka-fleet-probe-${randomUUID()}`;
  const docker = (...args: readonly string[]) => runDocker({ args, env });
  const created = await docker(...createArguments(request, { name, image, readOnly }));
  if (created.code !== 0) return { ...NOTHING, startError: created.errors.trim() };
  try {
    const running = docker('start', '--attach', name);
    const end = await endOf(running, request, (signal) => docker('kill', `--signal=${signal}`, name));
    const { output, errors } = await running;
    const state = await stateOf(docker, name);
    const diff = readOnly ? '' : (await docker('diff', name)).output;
    return { ...end, ...state, output: `${output}${errors}`, diff };
  } finally {
    await docker('rm', '--force', '--volumes', name);
  }
}

type Kill = (signal: 'SIGTERM' | 'SIGKILL') => Promise<unknown>;

async function endOf(
  running: Promise<DockerAnswer>,
  { runFor, stopTimeout, signal }: ProbeRequest,
  kill: Kill,
): Promise<Pick<OneRun, 'ended' | 'stopSeconds'>> {
  if (await isOver(running, runFor, signal)) return { ended: 'by itself', stopSeconds: 0 };
  const told = performance.now();
  await kill('SIGTERM');
  const isTold = await isOver(running, stopTimeout, signal);
  if (!isTold) {
    await kill('SIGKILL');
    await running;
  }
  return { ended: isTold ? 'when told' : 'killed', stopSeconds: (performance.now() - told) / 1_000 };
}

/** Whether it ends within the time; a cancelled job does not wait for it. */
async function isOver(
  running: Promise<unknown>,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const waiting = new AbortController();
  const either = signal === undefined ? waiting.signal : AbortSignal.any([waiting.signal, signal]);
  const late = sleep(milliseconds, false, { signal: either }).catch(() => false);
  const over = running.then(() => true);
  try {
    return await Promise.race([over, late]);
  } finally {
    waiting.abort();
  }
}

async function stateOf(
  docker: (...args: readonly string[]) => Promise<DockerAnswer>,
  name: string,
): Promise<Pick<OneRun, 'exitCode' | 'startError'>> {
  const { output } = await docker('inspect', '--format={{json .State}}', name);
  const state = parseJsonObject(output);
  if (!isJsonObject(state)) throw new WorldFailure('The engine does not tell how the container ended.');
  const { ExitCode: code, Error: error, Status: status } = state;
  // A container that was never started stays `created`.
  const startError = status === 'created' && typeof error === 'string' ? error : '';
  return { exitCode: typeof code === 'number' ? code : -1, startError };
}
