import type { CredentialsEnd } from '../../../lib/core/credentials-end.ts';
import type { LedgerRecord } from './core/ledger.ts';
import type { RestartBy } from './core/decision.ts';
import type { Missing } from './core/missing.ts';
import type { BrokerId, Instance, InstanceId } from './core/node.ts';
import type { ServerSight } from './core/server-sight.ts';
import type { ScheduledEvent } from './core/scheduled-event.ts';
import type { Seen } from './core/observation.ts';
import type { InstanceFacts } from './core/preflight.ts';

/** The instances of one cluster. */
export interface Instances {
  /** All that the filters match, whatever their state; or these, whatever the filters say. */
  describe(ids?: readonly InstanceId[]): Promise<Instance[]>;
  /** Sends nothing any more after `within` milliseconds, as long as a proof lasts; it fails then. */
  stop(id: InstanceId, within: number): Promise<void>;
  /** As `stop`. Returns before it takes place; the instance is shown as running all the time. */
  reboot(id: InstanceId, within: number): Promise<void>;
  /** Refused by EC2 while the instance is stopping. */
  start(id: InstanceId): Promise<void>;
  tag(id: InstanceId, key: string, value: string): Promise<void>;
  untag(id: InstanceId, key: string): Promise<void>;
  /** What AWS is going to do to them. */
  scheduledEvents(ids: readonly InstanceId[]): Promise<ScheduledEvent[]>;
  /** What a restart would meet or destroy, found without making one. */
  facts(ids: readonly InstanceId[], by: RestartBy): Promise<InstanceFacts[]>;
}

/** What one look at Kafka shows. */
export type KafkaSight = Omit<Seen, 'at' | 'instances' | 'credentialsEnd'>;

export interface Kafka {
  /**
   * Asks each observer itself, and each of `brokers`, who should be up, for what its configuration says. Never throws: who
   * does not answer is silent, what cannot be read is unknown.
   */
  look(observers: readonly BrokerId[], brokers: readonly BrokerId[]): Promise<KafkaSight>;
  /** The hosts that clients are told to connect to; none when Kafka does not answer. Never throws. */
  advertisedHosts(): Promise<ReadonlyMap<BrokerId, string>>;
  /** Which of these and of the internal topics the principal may not see; one that does not exist is not hidden. */
  hiddenTopics(expected: readonly string[]): Promise<string[]>;
  /** Gives leadership back to the preferred replicas; what did not work is returned as warnings. */
  electPreferredLeaders(): Promise<string[]>;
}

/** The ZooKeeper ensemble of a cluster that has one. */
export interface ZooKeeper {
  /** Asks each address itself. Never throws: who does not answer is silent. */
  look(): Promise<ServerSight[]>;
}

/** The state topic. */
export interface Ledger {
  /** Makes every other run that writes the topic fail from now on. Gives up soon: nodes may have to be started first. */
  fence(): Promise<void>;
  /** Creates the topic when it is missing, on a cluster that is well; fences where that was not possible before. */
  prepare(): Promise<void>;
  /** All records from the first; none when the topic does not exist. */
  read(): Promise<LedgerRecord[]>;
  /** Returns when the record is on every in-sync replica, or throws; once another run has prepared it, it throws for good. */
  append(record: LedgerRecord): Promise<void>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Ends early, without an error, when the signal is aborted. */
  sleep(milliseconds: number, until?: AbortSignal): Promise<void>;
}

export interface Log {
  info(line: string): void;
  warning(line: string): void;
}

export interface Ports {
  readonly instances: Instances;
  readonly kafka: Kafka;
  readonly zookeeper: ZooKeeper;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
  /** When the credentials for AWS end; undefined while they last, or are renewed to hold so many milliseconds more. */
  readonly credentialsEnd: (outlasting: number) => Promise<CredentialsEnd | undefined>;
  /** Aborted when the run is asked to end (SIGINT, SIGTERM); the reason is a text. */
  readonly cancelled: AbortSignal;
  /** Keeps, for the step after this one, which instances may be down because of this run. */
  readonly remember: (inFlight: readonly Missing[]) => void;
  /** Does nothing where Slack is not set up. */
  readonly postToSlack: (text: string) => Promise<void>;
}
