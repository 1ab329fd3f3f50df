import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnBound } from '../bound-child.ts';
import { type JavaSetup, javaFlags } from './java-command.ts';
import type { NodePlace } from './server-properties.ts';

/** One node of the cluster: a JVM that can be started and stopped again and again on the same data. */
export class Broker {
  readonly place: NodePlace;
  readonly #setup: JavaSetup;
  #jvm: ChildProcess | undefined;

  constructor(place: NodePlace, setup: JavaSetup) {
    this.place = place;
    this.#setup = setup;
  }

  /** The JVM's pid while it lives. */
  get pid(): number | undefined {
    return this.#jvm?.pid;
  }

  /** Where clients reach it. */
  get address(): string {
    return `127.0.0.1:${String(this.place.brokerPort)}`;
  }

  start(): void {
    if (this.#jvm !== undefined) return;
    const log = openSync(join(this.place.folder, 'broker.log'), 'a');
    const main = ['kafka.Kafka', join(this.place.folder, 'server.properties')];
    const options = { cwd: this.place.folder, stdio: ['ignore', log, log] as ('ignore' | number)[] };
    const jvm = spawnBound(this.#setup.java, [...javaFlags(this.#setup), ...main], options);
    closeSync(log);
    this.#jvm = jvm;
    const ended = () => {
      if (this.#jvm === jvm) this.#jvm = undefined;
    };
    jvm.once('exit', ended).once('error', ended);
  }

  /** Asks for a controlled shutdown (SIGTERM) and waits for the end; after `graceMs` there is no more asking. */
  async stop(graceMs: number): Promise<void> {
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
}
