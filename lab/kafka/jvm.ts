import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnBound } from '../bound-child.ts';
import { type JavaSetup, javaFlags } from './java-command.ts';

export interface JvmCommand {
  /** Its working directory, where its log is kept too. */
  readonly folder: string;
  /** The main class and its arguments. */
  readonly main: readonly string[];
}

/** How a JVM ends that asked itself to: Kafka does so after a fatal error. */
const GAVE_UP = 1;
const RESTART_AFTER_MS = 1000;

export const logFile = (folder: string): string => join(folder, 'node.log');

/**
 * A program of one node: it can be started and stopped again and again on the same data. When it gives up it is
 * started again after a second, as by systemd: a broker of a ZooKeeper cluster that is back before its old session
 * has ended does so (NodeExistsException). One that was killed stays dead, so that a dead program in a running
 * instance can be had.
 */
export class Jvm {
  readonly #command: JvmCommand;
  readonly #setup: JavaSetup;
  #jvm: ChildProcess | undefined;
  /** False once it has been told to end. */
  #wanted = false;
  #restart: NodeJS.Timeout | undefined;

  constructor(command: JvmCommand, setup: JavaSetup) {
    this.#command = command;
    this.#setup = setup;
  }

  /** The process while it lives. */
  get pid(): number | undefined {
    return this.#jvm?.pid;
  }

  start(): void {
    this.#wanted = true;
    clearTimeout(this.#restart);
    if (this.#jvm !== undefined) return;
    const { folder, main } = this.#command;
    const log = openSync(logFile(folder), 'a');
    const options = { cwd: folder, stdio: ['ignore', log, log] as ('ignore' | number)[] };
    const jvm = spawnBound(this.#setup.java, [...javaFlags(this.#setup), ...main], options);
    closeSync(log);
    this.#jvm = jvm;
    const ended = (code: unknown) => {
      this.#ended(jvm, code);
    };
    jvm.once('exit', ended).once('error', ended);
  }

  /** Asks for a controlled shutdown (SIGTERM) and waits for the end; after `graceMs` there is no more asking. */
  async stop(graceMs: number): Promise<void> {
    this.#giveUpRestarts();
    const jvm = this.#jvm;
    if (jvm === undefined) return;
    const exited = once(jvm, 'exit');
    jvm.kill('SIGTERM');
    const given = new AbortController();
    const late = sleep(graceMs, 'late', { signal: given.signal }).catch(() => 'in time');
    if ((await Promise.race([exited, late])) === 'late') jvm.kill('SIGKILL');
    given.abort();
    await exited;
  }

  /** Ends the JVM at once, as a power cut would. */
  async kill(): Promise<void> {
    this.#giveUpRestarts();
    const jvm = this.#jvm;
    if (jvm === undefined) return;
    const exited = once(jvm, 'exit');
    jvm.kill('SIGKILL');
    await exited;
  }

  /** Sends a signal to the JVM; false when it is not running. */
  signal(signal: NodeJS.Signals): boolean {
    return this.#jvm?.kill(signal) ?? false;
  }

  #ended(jvm: ChildProcess, code: unknown): void {
    if (this.#jvm !== jvm) return;
    this.#jvm = undefined;
    if (!this.#wanted || code !== GAVE_UP) return;
    this.#restart = setTimeout(() => {
      this.start();
    }, RESTART_AFTER_MS);
  }

  #giveUpRestarts(): void {
    this.#wanted = false;
    clearTimeout(this.#restart);
  }
}
