import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { randomUUID } from 'node:crypto';
import { runCommand } from '../../../scripts/run-command.ts';
import type { Line } from '../services/started-program.ts';

interface ContainerOrder {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Folders that are writable. */
  readonly writable?: readonly string[];
}

/** A container as a restricted pod has it, on the machine's network, with every line that it says. */
export class Container implements AsyncDisposable {
  readonly lines: Line[] = [];
  readonly #name = `container-${randomUUID()}`;
  readonly #env: NodeJS.ProcessEnv;
  readonly #exited: Promise<unknown[]>;

  constructor(env: NodeJS.ProcessEnv, { image, environment, writable = [] }: ContainerOrder) {
    this.#env = env;
    const hardened = ['--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges', '--network=host'];
    const folders = writable.map((folder) => `--tmpfs=${folder}:mode=1777`);
    const variables = Object.entries(environment).map(([name, value]) => `--env=${name}=${value}`);
    const args = ['run', '--rm', `--name=${this.#name}`, ...hardened, ...folders, ...variables, image];
    const child = spawn('docker', args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#exited = once(child, 'exit');
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.lines.push(JSON.parse(line) as Line);
    });
  }

  said(msg: string): Line | undefined {
    return this.lines.find((line) => line.msg === msg);
  }

  async end(): Promise<{ readonly code: unknown; readonly ms: number }> {
    const began = performance.now();
    await this.#docker('kill', '--signal=SIGTERM', this.#name);
    const [code] = await this.#exited;
    return { code, ms: performance.now() - began };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#docker('rm', '--force', this.#name);
    await this.#exited;
  }

  #docker(...args: readonly string[]) {
    return runCommand(['docker', ...args], { cwd: '/', env: this.#env });
  }
}
