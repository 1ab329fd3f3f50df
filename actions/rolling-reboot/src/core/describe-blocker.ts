import { formatDuration } from '../../../../lib/core/duration.ts';
import type { Blocker, PartitionCount, PartitionEvidence } from './blocker.ts';
import { describeFault } from './ensemble-fault.ts';
import { partitionName } from './observation.ts';

type Kind = Blocker['kind'];
type Words = { readonly [K in Kind]: (blocker: Extract<Blocker, { kind: K }>) => string };

/** One sentence part for people: the fact, the partition or broker that it is about, and what it needs. */
export const describeBlocker = (blocker: Blocker): string =>
  (WORDS[blocker.kind] as (each: Blocker) => string)(blocker);

const WORDS: Words = {
  'nobody-answers': ({ reason }) => `no broker answers: ${reason}`,
  'silent-broker': ({ broker, reason }) =>
    `broker ${String(broker)} gives no answer (${reason}), and unknown is not healthy`,
  'not-registered': ({ broker }) => `broker ${String(broker)} is not registered in the view of every broker`,
  'unknown-broker': ({ broker }) => `broker ${String(broker)} is registered, but no instance has its node id`,
  'other-cluster': ({ broker, clusterId }) =>
    `broker ${String(broker)} belongs to another cluster (${clusterId})`,
  'still-registered': ({ broker, observers }) =>
    `broker ${String(broker)} is still registered in the view of ${observers.join(', ')}`,
  'unknown-voter': ({ voter }) => `voter ${String(voter)} is in the quorum, but no instance has its node id`,
  'not-a-voter': ({ controller }) =>
    `controller ${String(controller)} is not a voter of the quorum, so nothing proves that it is back after a restart`,
  'no-leader-of-quorum': () => 'the quorum has no leader',
  ensemble: ({ fault }) => describeFault(fault),
  'voter-behind': ({ voter, behind }) =>
    `voter ${String(voter)} is behind the quorum's leader by ${behind === undefined ? 'an unknown time' : formatDuration(behind)}`,
  majority: ({ left, needed, voters }) =>
    `only ${String(left)} of ${String(voters)} voters would be left, and the quorum needs ${String(needed)}`,
  'still-voting': ({ voter }) => `the quorum still counts voter ${String(voter)} as caught up`,
  'still-answering': ({ server }) => `ZooKeeper server ${String(server)} still answers`,
  'unreadable-topic': ({ topic, error }) => `topic ${topic} cannot be read (${error})`,
  'no-partitions': () =>
    'the cluster shows no partition at all: the principal may lack Describe on its topics',
  'views-disagree': ({ fewest, most }) =>
    `${describeCount(fewest)} and ${describeCount(most)}, not the same ones: one of them is behind`,
  'offline-partitions': ({ count, example }) =>
    `${countOf(count, 'offline partition')}, such as ${place(example)}`,
  'under-replicated': ({ count, example }) =>
    `${countOf(count, 'under-replicated partition')}, such as ${place(example)}`,
  reassigning: ({ count, ...at }) =>
    `${countOf(count, 'partition')} under reassignment, such as ${partitionName(at)}`,
  unknown: ({ what, reason }) => `${what} could not be read (${reason})`,
  'min-isr': ({ left, minimum, ...at }) =>
    `${partitionName(at)} would be left with ${String(left.length)} in-sync replicas ` +
    `(${left.join(', ') || 'none'}), and its min.insync.replicas is ${Number.isFinite(minimum) ? String(minimum) : 'not known'}`,
  'not-in-sync': ({ broker, ...at }) =>
    `broker ${String(broker)} is itself not in sync for ${partitionName(at)}`,
  'instance-state': ({ node, state, wanted }) => `the instance of ${node} is ${state}, not yet ${wanted}`,
  'instance-missing': ({ node }) => `EC2 does not show the instance of ${node}`,
  'not-stable': ({ readings, wanted }) =>
    `all is well in ${String(readings)} of ${String(wanted)} readings in a row`,
};

const place = (at: PartitionEvidence): string =>
  `${partitionName(at)} (in sync: ${at.isr.join(', ') || 'none'}; missing: ${at.missing.join(', ') || 'none'})`;

const describeCount = ({ observer, partitions }: PartitionCount): string =>
  `broker ${String(observer)} knows ${String(partitions)} partitions`;

const countOf = (many: number, noun: string): string => `${String(many)} ${noun}${many === 1 ? '' : 's'}`;
