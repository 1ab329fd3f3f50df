import type { Answer, NotYet } from '../../actions/topic-sync/src/core/judge-answers.ts';
import type { CreateTopic } from '../../actions/topic-sync/src/core/operation.ts';
import type { Step } from '../../actions/topic-sync/src/core/step.ts';
import type { Observation, ObservedTopic, TopicName } from '../../actions/topic-sync/src/core/topic.ts';
import type { TopicDefaults } from '../../actions/topic-sync/src/core/topic-defaults.ts';
import type { HiddenTopics, ListedTopic } from '../../actions/topic-sync/src/core/other-topics.ts';
import type { ReplicaCluster, Survey, TopicCluster, TopicUse } from '../../actions/topic-sync/src/ports.ts';
import type { Restarts } from '../../actions/topic-sync/src/core/restarts.ts';
import { WorldFailure } from '../../lib/core/world-failure.ts';
import { altered, DEFAULTS, defaultsOf, grown, overridden } from './fake-topic-configs.ts';
import { FakeReplicas } from './fake-replicas.ts';
import { FakeTopicUse } from './fake-topic-use.ts';

/** A cluster in memory that makes topics, configs and partitions as Kafka does, and can lag, refuse and lose answers. */
export class FakeTopicCluster implements TopicCluster, AsyncDisposable {
  /** Who uses the topics, and what is in them. */
  readonly use: FakeTopicUse;
  /** Where the replicas are. */
  readonly world: FakeReplicas;
  readonly id: string;
  readonly brokers: number;
  readonly topics = new Map<TopicName, ObservedTopic>();
  /** Everything that was asked, in order; only `execute` changes anything. */
  readonly asked: string[] = [];
  /** By topic: what is answered instead of doing it. */
  readonly answers = new Map<string, Answer>();
  /** By topic: it is done, and then the answer is lost. */
  readonly lostAnswers = new Set<string>();
  /** By topic: why it cannot be read. */
  readonly unreadable = new Map<string, string>();
  /** Topics that we may not describe. */
  readonly undescribed = new Set<string>();
  /** Why those are not known. */
  unheld: string | null = null;
  /** What topics inherit that are made. */
  inherited = DEFAULTS;
  /** Why that is not told. */
  untold: string | null = null;
  /** By state topic: what rolling reboots have recorded. */
  readonly restarted = new Map<string, Restarts>();
  /** Called before each step, with the number of steps made; somebody else may change topics here. */
  beforeStep: (step: Step) => void = () => undefined;
  /** Nothing answers any more once all steps are made. */
  silent = false;
  /** So many looks at the end see the cluster as it was before the last step. */
  lag = 0;
  /** At the end, the brokers show one topic more at every so many looks; 0: all of them at once. */
  looksATopic = 0;
  #looks = 0;
  #made = 0;
  #before = new Map<TopicName, ObservedTopic>();

  constructor(id = 'fake-cluster', brokers = 3) {
    this.id = id;
    this.brokers = brokers;
    this.world = new FakeReplicas(this.topics, brokers);
    this.use = new FakeTopicUse(this.topics, this.asked);
  }

  /** What was written by a round trip, by topic. */
  readonly written = new Map<string, string[]>();

  roundTrip(topic: string, text: string): Promise<bigint> {
    this.asked.push(`roundTrip ${topic}`);
    const records = this.written.get(topic) ?? [];
    this.written.set(topic, [...records, text]);
    return Promise.resolve(BigInt(records.length));
  }

  clusterId(): Promise<string> {
    this.asked.push('clusterId');
    return Promise.resolve(this.id);
  }

  racks(): Promise<readonly (string | null)[]> {
    this.asked.push('racks');
    return Promise.resolve(Array.from({ length: this.brokers }, (_, index) => `rack-${String(index)}`));
  }

  async survey(names: readonly TopicName[]): Promise<Survey> {
    const observed = await this.observe(names);
    return { listed: await this.list(), observed };
  }

  observe(names: readonly TopicName[]): Promise<ReadonlyMap<TopicName, Observation>> {
    this.asked.push('observe');
    return Promise.resolve(new Map(names.map((name) => [name, this.#observation(name, this.topics)])));
  }

  observeEverywhere(names: readonly TopicName[]): Promise<ReadonlyMap<TopicName, Observation>> {
    this.asked.push('observeEverywhere');
    if (this.silent) return Promise.reject(new WorldFailure('Kafka is not reachable'));
    const seen = this.lag > 0 ? this.#before : this.topics;
    this.lag -= 1;
    this.#looks += 1;
    const shown = this.looksATopic === 0 ? seen : new Map([...seen].slice(0, this.#looks / this.looksATopic));
    return Promise.resolve(new Map(names.map((name) => [name, this.#observation(name, shown)])));
  }

  defaults(): Promise<TopicDefaults> {
    this.asked.push('defaults');
    return Promise.resolve(
      this.untold === null ? defaultsOf(this.inherited) : { kind: 'unknown', because: this.untold },
    );
  }

  validate(steps: readonly Step[]): Promise<readonly Answer[]> {
    this.asked.push(`validate ${String(steps.length)}`);
    return Promise.resolve(steps.map((step) => this.#verdict(step)));
  }

  async execute(steps: readonly Step[]): Promise<readonly (Answer | NotYet)[]> {
    const answers: Answer[] = [];
    for (const step of steps) answers.push(await this.#execute(step));
    return answers;
  }

  async #execute(step: Step): Promise<Answer> {
    this.asked.push(`${step.kind} ${step.topic}`);
    await Promise.resolve();
    this.beforeStep(step);
    const verdict = this.#verdict(step);
    if (verdict.kind !== 'accepted') return verdict;
    this.#before = new Map(this.topics);
    this.#make(step);
    const lost: Answer = { kind: 'unclear', message: 'REQUEST_TIMED_OUT' };
    return this.lostAnswers.has(step.topic) ? lost : verdict;
  }

  readonly mayReassign: ReplicaCluster['mayReassign'] = () => this.world.mayReassign();
  readonly replicas: ReplicaCluster['replicas'] = (topics) => this.world.replicas(topics);
  readonly load: ReplicaCluster['load'] = () => this.world.load();
  readonly storage: ReplicaCluster['storage'] = (topics) => this.world.storage(topics);
  readonly throttles: ReplicaCluster['throttles'] = (topics) => this.world.throttles(topics);
  readonly alterThrottles: ReplicaCluster['alterThrottles'] = (changes) => this.world.alterThrottles(changes);
  readonly reassign: ReplicaCluster['reassign'] = (moves) => this.world.reassign(moves);
  readonly electPreferred: ReplicaCluster['electPreferred'] = (parts) => this.world.electPreferred(parts);

  readonly groups: TopicUse['groups'] = () => this.use.groups();
  readonly offsets: TopicUse['offsets'] = (moments) => this.use.offsets(moments);

  restarts(stateTopic: string): Promise<Restarts> {
    this.asked.push(`restarts ${stateTopic}`);
    return Promise.resolve(this.restarted.get(stateTopic) ?? { kind: 'known', records: [] });
  }

  hidden(listed: readonly string[]): Promise<HiddenTopics> {
    this.asked.push('hidden');
    const names = [...this.undescribed].filter((name) => !listed.includes(name));
    return Promise.resolve(
      this.unheld === null ? { kind: 'known', names } : { kind: 'unknown', because: this.unheld },
    );
  }

  list(): Promise<ListedTopic[]> {
    this.asked.push('list');
    return Promise.resolve(
      [...this.topics.keys()].map((name) => ({ name, internal: name.startsWith('__') })),
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.asked.push('close');
    return Promise.resolve();
  }

  #observation(name: TopicName, topics: ReadonlyMap<TopicName, ObservedTopic>): Observation {
    const because = this.unreadable.get(name);
    if (because !== undefined) return { kind: 'unknown', because };
    const topic = topics.get(name);
    return topic === undefined ? { kind: 'absent' } : { kind: 'present', topic };
  }

  #verdict(step: Step): Answer {
    const scripted = this.answers.get(step.topic);
    if (scripted !== undefined) return scripted;
    if (step.kind === 'create-topic' && this.topics.has(step.topic)) {
      return { kind: 'unclear', message: 'TOPIC_ALREADY_EXISTS' };
    }
    if (step.kind === 'delete-topic' && this.topics.get(step.topic)?.id !== step.topicId) {
      return { kind: 'unclear', message: 'UNKNOWN_TOPIC_ID' };
    }
    const wrong = this.#mistakeIn(step);
    return wrong === undefined ? { kind: 'accepted' } : { kind: 'refused', message: wrong };
  }

  #mistakeIn(step: Step): string | undefined {
    if (step.kind === 'add-partitions' || step.kind === 'delete-topic') return undefined;
    const names = step.kind === 'create-topic' ? step.config : step.changes;
    const strange = names.find(({ name }) => !(name in DEFAULTS));
    if (strange !== undefined) return `INVALID_CONFIG: Unknown topic config name: ${strange.name}`;
    const tooMany = step.kind === 'create-topic' && step.replicationFactor > this.brokers;
    return tooMany ? 'INVALID_REPLICATION_FACTOR' : undefined;
  }

  #make(step: Step): void {
    if (step.kind === 'create-topic') {
      this.#made += 1;
      const replicas = Array.from({ length: step.partitions }, () => step.replicationFactor);
      const config = overridden(Object.entries(this.inherited), step.config);
      this.topics.set(step.topic, { name: step.topic, id: `id-${String(this.#made)}`, replicas, config });
      this.#place(step.topic, step.assignment);
      return;
    }
    const topic = this.topics.get(step.topic);
    if (step.kind === 'delete-topic') {
      if (topic?.id === step.topicId) this.topics.delete(step.topic);
      return;
    }
    if (topic === undefined) throw new Error(`${step.topic} is not there`);
    this.topics.set(
      step.topic,
      step.kind === 'alter-config' ? altered(topic, step.changes) : grown(topic, step.after),
    );
    if (step.kind === 'add-partitions') this.#place(step.topic, step.assignment, step.before);
  }

  /** Where the step says so; others are where the fake puts them. */
  #place(topic: TopicName, assignment: CreateTopic['assignment'] = [], first = 0): void {
    for (const [index, replicas] of assignment.entries()) this.world.assign(topic, first + index, replicas);
  }
}
