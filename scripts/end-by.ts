import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { signalGroup } from '../lib/adapters/signal-group.ts';

/**
 * The exit code of a child that was started `detached`, null when a signal ended it. At the deadline it is killed, with what
 * it has started.
 */
export async function endBy(child: ChildProcess, deadline: AbortSignal): Promise<number | null> {
  const kill = (): void => {
    signalGroup(child, 'SIGKILL');
  };
  deadline.addEventListener('abort', kill);
  const [code] = (await once(child, 'close')) as [number | null];
  deadline.removeEventListener('abort', kill);
  return code;
}
