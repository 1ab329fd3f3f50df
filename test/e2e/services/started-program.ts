import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { spawnBound } from '../../../lab/bound-child.ts';

export interface Line {
  readonly msg: string;
  readonly [fact: string]: unknown;
}

/** More than a service gives itself. */
const ENDS_WITHIN_MS = 60_000;

/** A service as a process of its own, told by variables, with every line that it says. */
export class StartedProgram implements AsyncDisposable {
  readonly lines: Line[] = [];
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown[]>;

  constructor(name: 'consumer' | 'producer', env: Readonly<Record<string, string>>) {
    const main = `services/${name}/src/main.ts`;
    const stdio: ['pipe', 'pipe', 'inherit'] = ['pipe', 'pipe', 'inherit'];
    this.#child = spawnBound(process.execPath, [main], { env: { ...env, PORT: '0' }, stdio });
    this.#exited = once(this.#child, 'exit');
    if (this.#child.stdout === null) throw new Error('no output');
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.lines.push(JSON.parse(line) as Line);
    });
  }

  said(msg: string): Line | undefined {
    return this.lines.find((line) => line.msg === msg);
  }

  write(text: string): void {
    this.#child.stdin?.write(text);
  }

  closeInput(): void {
    this.#child.stdin?.end();
  }

  /** The exit code, or -1 when it was killed, as it is when it does not end; and how long the end took. */
  async end(signal: NodeJS.Signals): Promise<{ readonly code: number; readonly ms: number }> {
    const began = performance.now();
    this.#child.kill(signal);
    const late = setTimeout(() => this.#child.kill('SIGKILL'), ENDS_WITHIN_MS);
    const code = await this.exit();
    clearTimeout(late);
    return { code, ms: performance.now() - began };
  }

  async exit(): Promise<number> {
    const [code] = await this.#exited;
    return typeof code === 'number' ? code : -1;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }
}
