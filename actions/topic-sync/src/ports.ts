import type { WriteNew } from '../../../lib/adapters/new-files.ts';
import type { Cancellation } from '../../../lib/adapters/cancellation.ts';
import type { SaveFile } from '../../../lib/adapters/report-folder.ts';
import type { GithubThreads } from '../../../lib/adapters/github-threads.ts';
import type { Ancestry } from '../../../lib/core/ancestry.ts';
import type { AwsAccess } from '../../../lib/core/aws-access.ts';
import type { EnvironmentInputs } from '../../../lib/core/environment.ts';
import type { GithubEvent } from '../../../lib/core/github-event.ts';
import type { KafkaInputs } from '../../../lib/core/kafka-inputs.ts';
import type { RawInputs } from '../../../lib/core/read-inputs.ts';
import type { YamlFiles } from '../../../lib/core/yaml-files.ts';
import type { Answer, NotYet } from './core/judge-answers.ts';
import type {
  BrokerStorage,
  PartitionName,
  ReplicaView,
  ThrottleChange,
  ThrottleView,
} from './core/replica-view.ts';
import type { Step } from './core/step.ts';
import type { HiddenTopics, ListedTopic } from './core/other-topics.ts';
import type { Restarts } from './core/restarts.ts';
import type { Observation, TopicName } from './core/topic.ts';
import type { TopicDefaults } from './core/topic-defaults.ts';
import type { GroupsView, Moment, Offsets } from './core/topic-use.ts';

/** Where replicas are, and what moves them. */
export interface ReplicaCluster {
  /** May we reassign here, and do these brokers? Asks, and changes nothing. */
  mayReassign(): Promise<Answer>;
  replicas(topics: readonly TopicName[]): Promise<ReplicaView>;
  /** How many replicas of the whole cluster each broker holds; one that holds none may be missing. */
  load(): Promise<ReadonlyMap<number, number>>;
  /** One answer for each broker that is up. */
  storage(topics: readonly TopicName[]): Promise<readonly BrokerStorage[]>;
  /** The throttles of these topics, or of all that we may see, and of every broker. */
  throttles(topics: readonly TopicName[] | 'all'): Promise<ThrottleView>;
  /** One answer for each change. */
  alterThrottles(changes: readonly ThrottleChange[]): Promise<readonly Answer[]>;
  /** Begins the moves; one answer for each. What it begins goes on without us. */
  reassign(
    moves: readonly (PartitionName & { readonly replicas: readonly number[] | null })[],
  ): Promise<readonly Answer[]>;
  /** Lets the preferred leaders lead; gives what did not come about, in words. */
  electPreferred(partitions: readonly PartitionName[]): Promise<readonly string[]>;
}

/** Who uses topics, and what is in them; asked only where a change can harm. */
export interface TopicUse {
  groups(): Promise<GroupsView>;
  /** One answer for each topic. */
  offsets(moments: ReadonlyMap<TopicName, Moment>): Promise<ReadonlyMap<TopicName, Offsets>>;
}

export interface RestartWatch {
  /** What a rolling reboot has recorded in its state topic. */
  restarts(stateTopic: string): Promise<Restarts>;
}

/**
 * What a plan begins with. Of the topics that keep their override of `retention.ms` it may be null what would hold
 * without it: brokers tell that one by one.
 */
export interface Survey {
  readonly listed: readonly ListedTopic[];
  readonly observed: ReadonlyMap<TopicName, Observation>;
}

export interface TopicCluster extends ReplicaCluster, TopicUse, RestartWatch {
  /** Asks DescribeCluster and nothing else. */
  clusterId(): Promise<string>;
  /** The names of all topics that we may see, with those that Kafka calls internal. */
  list(): Promise<readonly ListedTopic[]>;
  /** The topics that brokers hold and that are not `listed`, as we may not describe them. */
  hidden(listed: readonly string[]): Promise<HiddenTopics>;
  /** The rack of each broker that is registered; null where it does not say. */
  racks(): Promise<readonly (string | null)[]>;
  /** `list` and `observe` of a plan, which read the layout of every topic once. */
  survey(names: readonly TopicName[], keeping: ReadonlySet<TopicName>): Promise<Survey>;
  /** What cannot be read is `unknown`; a topic is `absent` when every broker that answers says so. */
  observe(names: readonly TopicName[]): Promise<ReadonlyMap<TopicName, Observation>>;
  /** The same, where all brokers must say the same: a topic on which they differ is `unknown`. */
  observeEverywhere(names: readonly TopicName[]): Promise<ReadonlyMap<TopicName, Observation>>;
  /** What a topic has in force without overrides, as one broker tells. */
  defaults(): Promise<TopicDefaults>;
  /** Asks the brokers whether they would accept each step; changes nothing. One answer for each step. */
  validate(steps: readonly Step[]): Promise<readonly Answer[]>;
  /** Makes steps of one kind, of different topics; one answer for each. One that was lost on the way is `unclear`. */
  execute(steps: readonly Step[]): Promise<readonly (Answer | NotYet)[]>;
  /** Writes a record to a topic of one partition and reads it back; gives its offset. @throws WorldFailure */
  roundTrip(topic: string, text: string): Promise<bigint>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface GithubPort {
  readonly event: GithubEvent;
  readonly open: (token: string) => GithubThreads;
}

export interface Ports {
  /** Inputs that the machine gives where nothing else does. */
  readonly fallback: RawInputs;
  /** What the environment of this name gives; nothing when the name is empty. */
  readonly readEnvironment: (name: string) => Promise<EnvironmentInputs>;
  /** The names of all environments that have a file. */
  readonly environments: () => Promise<readonly string[]>;
  readonly saveFile: SaveFile;
  /** Writes files into the workspace, and never over others. */
  readonly writeNew: WriteNew;
  readonly readYaml: (patterns: readonly string[]) => Promise<YamlFiles>;
  /** The same files as they were in a commit. @throws WorldFailure when it cannot be read */
  readonly readYamlAt: (ref: string, patterns: readonly string[]) => Promise<YamlFiles>;
  /** Whether a commit comes before the one that is checked out. @throws WorldFailure when that cannot be told */
  readonly ancestryOf: (ref: string) => Promise<Ancestry>;
  /** A file of an earlier step. @throws WorldFailure when it cannot be read */
  readonly readText: (file: string) => Promise<string>;
  /** Connects when it is called; the files are read before. */
  readonly openCluster: (
    inputs: KafkaInputs,
    aws: AwsAccess | null,
  ) => Promise<TopicCluster & AsyncDisposable>;
  readonly clock: Clock;
  readonly github: GithubPort;
  /** Holds the end of a cancelled job back for as long as it is held itself. */
  readonly watchCancellation: () => Cancellation;
  /** Tells the log how far a run is. */
  readonly say: (line: string) => void;
  /** SHA-256, in hexadecimal. */
  readonly sha256: (text: string) => string;
}
