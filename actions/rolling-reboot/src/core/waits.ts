/** What a run waited for, and how long. Pure. */
import type { Blocker } from './blocker.ts';
import type { Decision } from './decision.ts';
import { describeBlocker } from './describe-blocker.ts';

export interface Wait {
  readonly reason: string;
  /** In all, in milliseconds. */
  readonly lasted: number;
  /** The last fact of this kind that was waited for; empty where there is none. */
  readonly example: string;
}

/** The same waits, with the time of one more. */
export function noteWait(waits: readonly Wait[], { reason, lasted, example }: Wait): readonly Wait[] {
  const before = waits.find((wait) => wait.reason === reason)?.lasted ?? 0;
  return [...waits.filter((wait) => wait.reason !== reason), { reason, lasted: before + lasted, example }];
}

/** What one decision waits for; the first of its blockers is what blocks most. */
export const waitOf = (
  { because, blockers: [first] }: Extract<Decision, { kind: 'wait' }>,
  lasted: number,
): Wait =>
  first === undefined
    ? { reason: because, lasted, example: '' }
    : { reason: REASONS[first.kind], lasted, example: describeBlocker(first) };

/** The longest first. */
export const byLength = (waits: readonly Wait[]): Wait[] => waits.toSorted((a, b) => b.lasted - a.lasted);

const REASONS: Readonly<Record<Blocker['kind'], string>> = {
  'nobody-answers': 'any broker to answer',
  'silent-broker': 'a broker to answer',
  'not-registered': 'a broker to register',
  'unknown-broker': 'a broker that no instance belongs to',
  'unknown-voter': 'a voter that no instance belongs to',
  'not-a-voter': 'a controller to become a voter',
  'other-cluster': 'brokers of one cluster',
  'unreadable-topic': 'a topic to be readable',
  'no-partitions': 'any partition to be seen',
  'views-disagree': 'the brokers to agree',
  'offline-partitions': 'offline partitions',
  'under-replicated': 'replicas to catch up',
  reassigning: 'reassignments to end',
  unknown: 'what could not be read',
  'no-leader-of-quorum': 'a leader of the quorum',
  ensemble: 'the ZooKeeper ensemble',
  'voter-behind': 'a voter to catch up',
  majority: 'a majority to spare a voter',
  'min-isr': 'in-sync replicas to spare',
  'not-in-sync': 'a broker to be in sync itself',
  'instance-state': 'instances to change their state',
  'instance-missing': 'instances to be shown by EC2',
  'still-registered': 'the cluster to miss a broker',
  'still-voting': 'the quorum to miss a voter',
  'still-answering': 'a ZooKeeper server to be silent',
  'not-stable': 'good readings in a row',
};
