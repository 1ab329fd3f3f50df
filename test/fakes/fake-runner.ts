import type { Runner } from '../../lib/adapters/runner.ts';
import type { LineSink } from '../../lib/adapters/log-lines.ts';
import type { Place, Problem } from '../../lib/core/problem.ts';

/** A machine that runs an action: it keeps what it was told, in order. */
export class FakeRunner implements Runner {
  readonly lines: string[] = [];
  readonly annotations: { readonly line: string; readonly place: Place | undefined }[] = [];
  readonly outputs = new Map<string, string>();
  readonly failures: string[] = [];
  readonly masked: string[] = [];
  readonly state = new Map<string, string>();
  readonly sinks: LineSink[] = [];
  readonly onGithub: boolean;
  summary = '';
  noToken: Problem | undefined;
  readonly #inputs: Readonly<Record<string, string>>;

  constructor(inputs: Readonly<Record<string, string>> = {}, onGithub = true) {
    this.#inputs = inputs;
    this.onGithub = onGithub;
  }

  input(name: string): string {
    return this.#inputs[name] ?? '';
  }

  info(line: string): void {
    this.lines.push(line);
  }

  warning(line: string, place?: Place): void {
    this.annotations.push({ line, place });
  }

  error(line: string, place?: Place): void {
    this.annotations.push({ line, place });
  }

  copyLines(sink: LineSink): void {
    this.sinks.push(sink);
  }

  setOutput(name: string, value: string): void {
    this.outputs.set(name, value);
  }

  writeSummary(markdown: string): Promise<void> {
    this.summary += markdown;
    return Promise.resolve();
  }

  maskSecret(value: string): void {
    this.masked.push(value);
  }

  setFailed(message: string): void {
    this.failures.push(message);
  }

  saveState(name: string, value: string): void {
    this.state.set(name, value);
  }

  savedState(name: string): string {
    return this.state.get(name) ?? '';
  }

  tokenProblem(): Problem | undefined {
    return this.noToken;
  }

  idToken(audience: string): Promise<string> {
    return Promise.resolve(`token-for-${audience}`);
  }
}
