import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { signalGroup } from './signal-group.ts';

/** A command of docker's, by its words; a shell never sees them. */
export interface DockerCall {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  /** Is told of each line of stderr. */
  readonly onError?: (line: string) => void;
  readonly input?: Readable;
}

export interface DockerAnswer {
  /** null: there is no docker, or a signal has ended it. */
  readonly code: number | null;
  readonly isMissing: boolean;
  readonly output: string;
  readonly errors: string;
}

/** Longer texts are cut off: nobody reads them. */
const MOST_ERRORS = 64 * 1_024;
/** How long it may take to end in order. */
const GRACE_MS = 5_000;

export async function runDocker({ args, env, signal, onError, input }: DockerCall): Promise<DockerAnswer> {
  // A process group of its own: docker starts the plugin as a child, and both have to end.
  const child = spawn('docker', args, { env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  const closed = once(child, 'close') as Promise<[number | null]>;
  const output = text(child.stdout);
  const errors = collect(child.stderr, onError);
  if (input === undefined) child.stdin.end();
  // It may end before it has read everything, and says why by its exit code.
  else input.on('error', () => child.stdin.destroy()).pipe(child.stdin.on('error', () => undefined));
  const stop = (): void => {
    endGroup(child, closed);
  };
  signal?.addEventListener('abort', stop);
  if (signal?.aborted === true) stop();
  try {
    const [code] = await closed;
    return { code, isMissing: false, output: await output, errors: await errors };
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== 'ENOENT') throw failure;
    return { code: null, isMissing: true, output: '', errors: '' };
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

async function collect(stream: Readable, onLine: DockerCall['onError']): Promise<string> {
  let kept = '';
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
    onLine?.(line);
    if (kept.length < MOST_ERRORS) kept += `${line}\n`;
  }
  return kept;
}

function endGroup(child: ChildProcess, closed: Promise<unknown>): void {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(signalGroup, GRACE_MS, child, 'SIGKILL');
  const forget = (): void => {
    clearTimeout(timer);
  };
  closed.then(forget, forget);
}
