import { assertNever } from '../../../../lib/core/assert-never.ts';
import { formatDuration } from '../../../../lib/core/duration.ts';
import type { Blocker, PartitionCount, PartitionEvidence } from './blocker.ts';
import { partitionName } from './observation.ts';

const place = (at: PartitionEvidence): string =>
  `${partitionName(at)} (in sync: ${at.isr.join(', ') || 'none'}; missing: ${at.missing.join(', ') || 'none'})`;

/** One sentence part for people: the fact, the partition or broker it is about, and what it needs. */
export function describeBlocker(blocker: Blocker): string {
  switch (blocker.kind) {
    case 'nobody-answers':
    case 'silent-broker':
    case 'not-registered':
    case 'unknown-broker':
    case 'other-cluster':
    case 'still-registered':
      return describeBroker(blocker);
    case 'unknown-voter':
    case 'no-leader-of-quorum':
    case 'voter-behind':
    case 'majority':
    case 'still-voting':
      return describeQuorum(blocker);
    case 'instance-state':
    case 'instance-missing':
    case 'open-intent':
    case 'not-stable':
      return describeStep(blocker);
    default:
      return describePartitions(blocker);
  }
}

type Of<Kind extends Blocker['kind']> = Extract<Blocker, { kind: Kind }>;

function describeBroker(
  blocker: Of<
    | 'nobody-answers'
    | 'silent-broker'
    | 'not-registered'
    | 'unknown-broker'
    | 'other-cluster'
    | 'still-registered'
  >,
): string {
  switch (blocker.kind) {
    case 'nobody-answers':
      return `no broker answers: ${blocker.reason}`;
    case 'silent-broker':
      return `broker ${String(blocker.broker)} gives no answer (${blocker.reason}), and unknown is not healthy`;
    case 'not-registered':
      return `broker ${String(blocker.broker)} is not registered in the view of every broker`;
    case 'unknown-broker':
      return `broker ${String(blocker.broker)} is registered, but no instance has its node id`;
    case 'other-cluster':
      return `broker ${String(blocker.broker)} belongs to another cluster (${blocker.clusterId})`;
    case 'still-registered':
      return `broker ${String(blocker.broker)} is still registered in the view of ${blocker.observers.join(', ')}`;
    default:
      return assertNever(blocker);
  }
}

function describeQuorum(
  blocker: Of<'unknown-voter' | 'no-leader-of-quorum' | 'voter-behind' | 'majority' | 'still-voting'>,
): string {
  switch (blocker.kind) {
    case 'unknown-voter':
      return `voter ${String(blocker.voter)} is in the quorum, but no instance has its node id`;
    case 'no-leader-of-quorum':
      return 'the quorum has no leader';
    case 'voter-behind': {
      const lag =
        blocker.behind === undefined ? 'by an unknown time' : `by ${formatDuration(blocker.behind)}`;
      return `voter ${String(blocker.voter)} is behind the quorum's leader ${lag}`;
    }
    case 'majority':
      return (
        `only ${String(blocker.left)} of ${String(blocker.voters)} voters would be left, ` +
        `and the quorum needs ${String(blocker.needed)}`
      );
    case 'still-voting':
      return `the quorum still counts voter ${String(blocker.voter)} as caught up`;
    default:
      return assertNever(blocker);
  }
}

function describeStep(
  blocker: Of<'instance-state' | 'instance-missing' | 'open-intent' | 'not-stable'>,
): string {
  switch (blocker.kind) {
    case 'instance-state':
      return `the instance of ${blocker.node} is ${blocker.state}, not yet ${blocker.wanted}`;
    case 'instance-missing':
      return `EC2 does not show the instance of ${blocker.node}`;
    case 'open-intent':
      return `another run may be about to stop ${blocker.node}: its intent expires in ${formatDuration(blocker.expiresIn)}`;
    case 'not-stable':
      return `all is well in ${String(blocker.readings)} of ${String(blocker.wanted)} readings in a row`;
    default:
      return assertNever(blocker);
  }
}

function describePartitions(
  blocker: Of<
    | 'unreadable-topic'
    | 'no-partitions'
    | 'views-disagree'
    | 'offline-partitions'
    | 'under-replicated'
    | 'reassigning'
    | 'unknown'
    | 'min-isr'
    | 'not-in-sync'
  >,
): string {
  switch (blocker.kind) {
    case 'unreadable-topic':
      return `topic ${blocker.topic} cannot be read (${blocker.error})`;
    case 'no-partitions':
      return 'the cluster shows no partition at all: the principal may lack Describe on its topics';
    case 'views-disagree':
      return `${describeCount(blocker.fewest)}, but ${describeCount(blocker.most)}: one of them is behind`;
    case 'offline-partitions':
      return `${count(blocker.count, 'offline partition')}, such as ${place(blocker.example)}`;
    case 'under-replicated':
      return `${count(blocker.count, 'under-replicated partition')}, such as ${place(blocker.example)}`;
    case 'reassigning':
      return `${count(blocker.count, 'partition')} under reassignment, such as ${partitionName(blocker)}`;
    case 'unknown':
      return `${blocker.what} could not be read (${blocker.reason})`;
    case 'min-isr':
      return (
        `${partitionName(blocker)} would be left with ${String(blocker.left.length)} in-sync replicas ` +
        `(${blocker.left.join(', ') || 'none'}), and its min.insync.replicas is ${String(blocker.minimum)}`
      );
    case 'not-in-sync':
      return `broker ${String(blocker.broker)} is itself not in sync for ${partitionName(blocker)}`;
    default:
      return assertNever(blocker);
  }
}

const describeCount = ({ observer, partitions }: PartitionCount): string =>
  `broker ${String(observer)} knows ${String(partitions)} partitions`;

const count = (many: number, noun: string): string => `${String(many)} ${noun}${many === 1 ? '' : 's'}`;
