/**
 * The safety predicate: may this node be stopped now, with `down` down already?
 *
 * Invariants, over the worst view of all observers:
 * 1. every partition with the node among its replicas keeps max(min.insync.replicas, 1) in-sync replicas that are
 *    neither down, nor about to be removed by a reassignment, nor the node itself;
 * 2. the node is in sync for every partition that it replicates;
 * 3. a quorum voter leaves a majority of caught-up voters behind, a ZooKeeper server one of synced participants.
 * What is unknown counts against the stop: a broker that does not answer, reassignments or minimums that cannot be read.
 */
import { type Allowances, minimumLeft } from './allowances.ts';
import { clusterState } from './cluster-state.ts';
import type { Blocker } from './blocker.ts';
import { type Down, withNode } from './down.ts';
import type { KafkaNode, NodeName } from './node.ts';
import type { Seen } from './observation.ts';
import { partitionsOf, somePartitionOf } from './partition-catalog.ts';
import { quorumWithout, type VotersLeft } from './quorum-safety.ts';
import type { WorstPartition } from './worst-partition.ts';

/** The proof that a stop was allowed, kept in the ledger: a small verifier can replay it. */
export interface Certificate {
  readonly node: NodeName;
  /** When the proof was made, in milliseconds since the epoch. */
  readonly at: number;
  /** The partition with the least to spare; null when the node has no partition. */
  readonly tightest: TightestPartition | null;
  /** Null when the node is no voter. */
  readonly voters: VotersLeft | null;
}

export interface TightestPartition {
  readonly topic: string;
  readonly partition: number;
  readonly left: readonly number[];
  readonly minimum: number;
}

export type Verdict =
  | { readonly safe: true; readonly certificate: Certificate }
  | { readonly safe: false; readonly blockers: readonly [Blocker, ...Blocker[]] };

/** What a stop is judged by, beside what was seen. */
export interface StopRules {
  /** All nodes that are down, in flight or not proved back. */
  readonly down: Down;
  /** Those among them that stay down through the whole cycle. */
  readonly parked: Down;
  readonly allowances: Allowances;
}

export function maySafelyStop(node: KafkaNode, seen: Seen, rules: StopRules): Verdict {
  if (seen.views.length === 0)
    return { safe: false, blockers: [{ kind: 'nobody-answers', reason: 'unknown blocks' }] };
  const gone = withNode(rules.down, node);
  const held = node.zookeeper ? [] : partitionsOf(clusterState(seen), node.id);
  const own = held.map((partition) => remainder(partition, gone.kafka, rules));
  const quorum = quorumWithout(node, seen, { gone, allowances: rules.allowances });
  const blockers = [
    ...unknownBlockers(seen, rules.down),
    ...own.flatMap((partition) => partitionBlockers(partition, node, rules.allowances)),
    ...quorum.blockers,
  ];
  const [first, ...others] = blockers;
  if (first !== undefined) return { safe: false, blockers: [first, ...others] };
  return {
    safe: true,
    certificate: { node: node.name, at: seen.at, tightest: tightestOf(own), voters: quorum.voters },
  };
}

/**
 * Whether some partition of the node has nothing to spare: the proof would fail, and need not be made. In a big cluster
 * with many nodes in flight this is what most candidates are, and their first few partitions tell it.
 */
export function isHopeless(node: KafkaNode, seen: Seen, rules: StopRules): boolean {
  const gone = withNode(rules.down, node).kafka;
  return (
    node.broker &&
    somePartitionOf(clusterState(seen), node.id, (partition) => {
      const { left, minimum } = remainder(partition, gone, rules);
      return left.length < minimum;
    })
  );
}

/** A partition as the stop would leave it. */
interface Remainder {
  readonly partition: WorstPartition;
  readonly left: readonly number[];
  readonly minimum: number;
}

const remainder = (
  partition: WorstPartition,
  gone: ReadonlySet<number>,
  { parked, allowances }: StopRules,
): Remainder => ({
  partition,
  left: partition.isr.filter((replica) => !gone.has(replica) && !partition.removing.includes(replica)),
  minimum: minimumLeft(partition, parked.kafka, allowances),
});

function unknownBlockers({ silent, reassignments }: Seen, down: Down): Blocker[] {
  const blockers: Blocker[] = silent
    .filter(({ observer }) => !down.kafka.has(observer))
    .map(({ observer, reason }) => ({ kind: 'silent-broker', broker: observer, reason }));
  if (!reassignments.known) {
    blockers.push({ kind: 'unknown', what: 'the running reassignments', reason: reassignments.reason });
  }
  return blockers;
}

function partitionBlockers(
  { partition, left, minimum }: Remainder,
  node: KafkaNode,
  allowances: Allowances,
): Blocker[] {
  const { topic, partition: number, isr } = partition;
  const blockers: Blocker[] = [];
  if (left.length < minimum) blockers.push({ kind: 'min-isr', topic, partition: number, left, minimum });
  if (!isr.includes(node.id) && allowances.repair !== node.name) {
    blockers.push({ kind: 'not-in-sync', topic, partition: number, broker: node.id });
  }
  return blockers;
}

function tightestOf(own: readonly Remainder[]): TightestPartition | null {
  const spare = ({ left, minimum }: Remainder): number => left.length - minimum;
  const [first] = own.toSorted((a, b) => spare(a) - spare(b));
  if (first === undefined) return null;
  const { partition, left, minimum } = first;
  return { topic: partition.topic, partition: partition.partition, left, minimum };
}
