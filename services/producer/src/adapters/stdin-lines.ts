import { createInterface } from 'node:readline';

/** The lines of the standard input until it ends or the signal comes. */
export async function* stdinLines(signal: AbortSignal): AsyncGenerator<string> {
  const lines = createInterface({ input: process.stdin, signal });
  for await (const line of lines) {
    if (signal.aborted) return;
    if (line !== '') yield line;
  }
}
