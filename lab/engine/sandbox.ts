import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { spawnBound } from '../bound-child.ts';

export interface SandboxPlan {
  /** Files of `upper` lie over those of /etc; both folders belong to the sandbox. */
  readonly etc: { readonly upper: string; readonly work: string };
  readonly env: NodeJS.ProcessEnv;
  readonly log: string;
  /** Has a disk of its own, of so many megabytes. */
  readonly small?: { readonly folder: string; readonly megabytes: number };
  /** An init that reaps what its command leaves. */
  readonly init: string;
}

/** All that a daemon writes outside of its folders is gone with the sandbox. */
const SCRIPT = `
set -eu
init=$1 upper=$2 work=$3 small=$4 size=$5
shift 5
mount -t overlay -o "lowerdir=/etc,upperdir=$upper,workdir=$work" overlay /etc
mount -t tmpfs -o mode=755 tmpfs /run
[ -z "$small" ] || mount -t tmpfs -o "size=$size" tmpfs "$small"
exec "$init" -s -- "$@"
`;

/**
 * A command with mounts and processes of its own, and the machine's network. It ends when this process does, however
 * that ends: the kernel kills its first process, and with it all that it has started and mounted.
 */
export class Sandbox {
  readonly process: ChildProcess;

  private constructor(child: ChildProcess) {
    this.process = child;
  }

  static start(command: readonly string[], { etc, env, log, init, small }: SandboxPlan): Sandbox {
    const own = ['--mount', '--propagation', 'private', '--pid', '--fork', '--mount-proc', '--ipc', '--uts'];
    const disk = small === undefined ? ['', ''] : [small.folder, `${String(small.megabytes)}m`];
    const script = ['sh', '-c', SCRIPT, 'sandbox', init, etc.upper, etc.work, ...disk, ...command];
    const output = openSync(log, 'a');
    const options = { env, cwd: '/', stdio: ['ignore', output, output] as const };
    const child = spawnBound('unshare', [...own, '--kill-child=KILL', '--', ...script], {
      ...options,
      stdio: [...options.stdio],
    });
    closeSync(output);
    return new Sandbox(child);
  }

  /** A command as it is run in here: with its /etc. */
  inside(command: readonly string[]): string[] {
    return ['nsenter', '--target', String(this.#first), '--mount', '--', ...command];
  }

  async kill(): Promise<void> {
    const { exitCode, signalCode } = this.process;
    if (exitCode !== null || signalCode !== null) return;
    const ended = once(this.process, 'exit');
    // `unshare` waits for it, and it is only gone when everything in the sandbox is.
    process.kill(this.#first, 'SIGKILL');
    await ended;
  }

  /** The first process of the sandbox, by its number out here. */
  get #first(): number {
    const pid = String(this.process.pid);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return Number(children === '' ? pid : children);
  }
}
