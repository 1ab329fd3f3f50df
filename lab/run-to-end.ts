import { spawnBound } from './bound-child.ts';

const TAIL_LINES = 25;

/** Runs a command to its end and gives its output; throws with the last lines when it fails. */
export async function runToEnd(command: string, args: readonly string[], cwd: string): Promise<string> {
  const child = spawnBound(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const output = Buffer.concat(chunks).toString();
  if (code === 0) return output;
  const tail = output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
  throw new Error(`\`${[command, ...args].join(' ')}\` ended with ${String(code)}:\n${tail}`);
}
