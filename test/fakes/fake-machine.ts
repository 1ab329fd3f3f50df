import {
  type Instance,
  type InstanceId,
  type InstanceState,
  instanceId,
} from '../../actions/rolling-reboot/src/core/node.ts';
import type { InstanceFacts } from '../../actions/rolling-reboot/src/core/preflight.ts';
import { WorldFailure } from '../../lib/core/world-failure.ts';
import { anInstance, NIGHT, someFacts } from '../builders/fleet.ts';
import { type Era, InstanceEras } from './instance-eras.ts';

/** How long each step lasts, in milliseconds. */
const TIMES = { stop: 8_000, start: 6_000, register: 4_000, catchUp: 9_000, reboot: 20_000 } as const;

export type Role = 'broker' | 'controller' | 'broker,controller' | 'zookeeper';

/** An instance with a Kafka node or a ZooKeeper server on it, in virtual time. */
export class FakeMachine {
  readonly id: number;
  readonly role: Role;
  /** A ZooKeeper server without a vote. */
  readonly observer: boolean;
  /** How long each of its steps lasts, in milliseconds. */
  times: Readonly<Record<keyof typeof TIMES, number>>;
  /** Its process serves, and is in sync, from here on. */
  registersAt = 0;
  inSyncAt = 0;
  /** The cluster takes a process that is gone for a member up to here. */
  missedAt = 0;
  /** When its process was gone last. */
  diedAt = 0;
  /** It was the action that stopped it last, and nothing else has befallen it since. */
  #isOurs = false;
  /** When something that the action did not do befell it. */
  #ailsSince = Infinity;
  tags: Record<string, string>;
  /** What EC2 says of it beyond the harmless. */
  hazards: Partial<InstanceFacts> = {};
  /** EC2 takes so many starts and lets the instance go back to stopped. */
  failingStarts = 0;
  /** EC2 accepts a reboot, and nothing happens. */
  ignoresReboots = false;
  /** What was described last, to be shown again as long as it is so. */
  #shown: { readonly era: Era; readonly instance: Instance } | undefined;
  readonly #eras = new InstanceEras(NIGHT - 86_400_000);

  constructor(id: number, role: Role, observer = false) {
    this.id = id;
    this.role = role;
    this.observer = observer;
    this.times = role === 'controller' || role === 'zookeeper' ? { ...TIMES, catchUp: 0 } : TIMES;
    this.tags = { ...anInstance(id).tags, 'kafka-role': role };
  }

  get name(): string {
    const kind = this.role === 'broker,controller' ? 'broker' : this.role;
    return `${kind}-${String(this.id)}`;
  }

  /** The ids of brokers and ZooKeeper servers live apart, those of their instances do not. */
  get instance(): InstanceId {
    return instanceId(`i-${this.role === 'zookeeper' ? 'zookeeper-' : ''}${String(this.id)}`);
  }

  get address(): string {
    return `10.0.${this.role === 'zookeeper' ? '1' : '0'}.${String(this.id)}`;
  }

  get isBroker(): boolean {
    return this.role === 'broker' || this.role === 'broker,controller';
  }

  get isVoter(): boolean {
    return this.role !== 'broker' && !this.observer;
  }

  get launchTime(): number {
    return this.#eras.launchTime;
  }

  set launchTime(launchTime: number) {
    this.#eras.launchTime = launchTime;
  }

  stateAt(now: number): InstanceState {
    return this.#eras.at(now).state;
  }

  serves(now: number): boolean {
    return now >= this.registersAt;
  }

  /** In the metadata of the cluster, which learns of a sudden death only when the session ends. */
  isMember(now: number): boolean {
    return this.serves(now) || now < this.missedAt;
  }

  /** Stopped by the action, and its process does not serve yet. */
  isDownByUs(now: number): boolean {
    return this.#isOurs && !this.serves(now);
  }

  /** Stopped by the action, and back no earlier than this. */
  isCatchingUpForUs(now: number): boolean {
    return this.#isOurs && now < this.inSyncAt;
  }

  /** Stopped by the action, and nobody has started it. */
  isLeftStopped(now: number): boolean {
    return this.#isOurs && ['stopping', 'stopped'].includes(this.stateAt(now));
  }

  /** Something that the action did not do had befallen it by then, and it was not in sync since. */
  ails(at: number): boolean {
    return at >= this.#ailsSince && at < this.inSyncAt;
  }

  /** By the action. The cluster misses it `unseenFor` milliseconds later. */
  stop(now: number, unseenFor = 0): void {
    if (!this.#shutDown(now, unseenFor)) return;
    this.#isOurs = true;
    this.#ailsSince = Infinity;
  }

  /** By the action: the instance runs all the time. */
  reboot(now: number, unseenFor = 0): void {
    if (this.ignoresReboots || this.stateAt(now) !== 'running') return;
    this.#die(now, unseenFor);
    this.boot(now + this.times.reboot);
    this.#isOurs = true;
    this.#ailsSince = Infinity;
  }

  /** By somebody else. */
  beStopped(now: number): void {
    if (!this.#shutDown(now, 0)) return;
    this.#suffer(now);
  }

  /** The process is gone, and the instance runs on. */
  crash(now: number, unseenFor: number): void {
    this.#die(now, unseenFor);
    this.#suffer(now);
  }

  /** A process that crashed begins again, if its instance runs. */
  recover(now: number): void {
    if (this.stateAt(now) === 'running' && this.registersAt === Infinity) this.boot(now);
  }

  /** Out of sync, for so many milliseconds; its process serves. */
  fallBehind(now: number, milliseconds: number): void {
    if (now < this.inSyncAt) return;
    this.inSyncAt = now + milliseconds;
    this.#suffer(now);
  }

  #suffer(now: number): void {
    this.#isOurs = false;
    this.#ailsSince = now;
  }

  #shutDown(now: number, unseenFor: number): boolean {
    if (!['running', 'pending'].includes(this.stateAt(now))) return false;
    this.#eras.dropAfter(now);
    this.#eras.enter(now, 'stopping');
    this.#eras.enter(now + this.times.stop, 'stopped');
    this.#die(now, unseenFor);
    return true;
  }

  /** EC2 refuses to start what is stopping, and lets a running instance be. */
  start(now: number): void {
    const state = this.stateAt(now);
    if (state === 'running' || state === 'pending') return;
    if (state !== 'stopped') throw new WorldFailure(`IncorrectInstanceState: ${state}`);
    const up = now + this.times.start;
    this.#eras.enter(now, 'pending', now);
    if (this.failingStarts > 0) {
      this.failingStarts -= 1;
      this.#eras.enter(up, 'stopped');
      return;
    }
    this.#eras.enter(up, 'running');
    this.boot(up);
  }

  /** The process begins; it serves and catches up in its time. */
  boot(now: number): void {
    this.registersAt = now + this.times.register;
    this.inSyncAt = this.registersAt + this.times.catchUp;
  }

  #die(now: number, unseenFor: number): void {
    if (this.serves(now)) this.diedAt = now;
    this.missedAt = this.serves(now) ? now + unseenFor : Math.min(this.missedAt, now);
    Object.assign(this, { registersAt: Infinity, inSyncAt: Infinity });
  }

  /** Stopped before the test begins. */
  beDown(): void {
    this.#eras.beginAs('stopped');
    this.#die(0, 0);
    this.#suffer(0);
  }

  facts(): InstanceFacts {
    return someFacts(this.id, { instance: this.instance, ...this.hazards });
  }

  /** As EC2 shows it, which may be how it was a moment ago. */
  describe(at: number): Instance {
    const era = this.#eras.at(at);
    const { state, launchTime } = era;
    const last = this.#shown;
    if (last?.era === era && sameTags(last.instance.tags, this.tags)) return last.instance;
    const wasStarted = state === 'stopped' && this.#eras.include('pending');
    const instance = anInstance(this.id, {
      id: this.instance,
      addresses: [this.address],
      state,
      launchTime,
      stateReason: wasStarted ? 'Server.InternalError: Internal error on launch' : '',
      tags: { ...this.tags },
    });
    this.#shown = { era, instance };
    return instance;
  }
}

const sameTags = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.keys(b).every((key) => a[key] === b[key]);
