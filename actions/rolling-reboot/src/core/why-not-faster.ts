import { formatDuration } from '../../../../lib/core/duration.ts';
import { clusterState } from './cluster-state.ts';
import type { Setting } from './decision.ts';
import { type Bound, type Lasts, lowerBounds, slackOf } from './lower-bound.ts';
import { partitionName, type Seen } from './observation.ts';
import { allPartitions } from './partition-catalog.ts';
import { widthByLoad, widthOf } from './width.ts';
import type { WorstPartition } from './worst-partition.ts';

/** What keeps the cycle from being faster, what binds most first: the partitions and brokers by their names, a few of each. */
export function whyNotFaster(seen: Seen, setting: Setting, lasts: Lasts): string[] {
  const tight = allPartitions(clusterState(seen)).filter((partition) => slackOf(partition, setting) === 1);
  return [
    ...lowerBounds(seen, setting, lasts)
      .filter((bound) => bound.lasts > 0)
      .map(describe),
    ...sharing(tight, setting),
    ...sameZone(tight, setting),
    ...cappedByLoad(setting),
  ];
}

function describe(bound: Bound): string {
  const least = `at least ${formatDuration(bound.lasts)} with typical steps`;
  switch (bound.kind) {
    case 'partition': {
      const { topic, partition, brokers, slack } = bound;
      const name = partitionName({ topic, partition });
      return `${least}: ${name} may lack ${String(slack)} of its replicas on brokers ${brokers.join(', ')} at a time`;
    }
    case 'width':
      return `${least}: ${String(bound.width)} node(s) may be away together`;
    case 'voters':
      return `${least}: ${String(bound.voters)} voters of the quorum go one by one`;
  }
}

/** Pairs of brokers that are never away together. */
function sharing(tight: readonly WorstPartition[], { nodes }: Setting): string[] {
  const partners = new Map<number, Set<number>>();
  for (const { replicas } of tight) {
    for (const [index, one] of replicas.entries())
      for (const other of replicas.slice(index + 1))
        add(partners, Math.min(one, other), Math.max(one, other));
  }
  const count = [...partners.values()].reduce((total, { size }) => total + size, 0);
  const brokers = nodes.filter(({ broker }) => broker).length;
  const pairs = (brokers * (brokers - 1)) / 2;
  if (count === 0) return [];
  return [
    `${String(count)} of ${String(pairs)} pairs of brokers share a partition that can spare one replica: never both at a time`,
  ];
}

function add(partners: Map<number, Set<number>>, one: number, other: number): void {
  const own = partners.get(one) ?? new Set();
  partners.set(one, own.add(other));
}

const NAMED = 3;

/** Where all replicas are in different zones a whole zone can be away; these partitions forbid it. */
function sameZone(tight: readonly WorstPartition[], { nodes }: Setting): string[] {
  const zones = new Map(nodes.filter(({ broker }) => broker).map(({ id, zone }) => [id, zone]));
  const crowded = tight.filter(({ replicas }) => {
    const own = replicas.map((replica) => zones.get(replica));
    return new Set(own).size < own.length;
  });
  if (crowded.length === 0) return [];
  const named = crowded
    .slice(0, NAMED)
    .map((each) => `${partitionName(each)} (brokers ${each.replicas.join(', ')})`);
  const share = `${String(crowded.length)} partitions have two replicas in one zone`;
  return [`${share}, so that its brokers do not all go together: ${named.join(', ')}`];
}

function cappedByLoad({ nodes, settings }: Setting): string[] {
  const { load, maxUnavailable } = settings;
  if (load === undefined) return [];
  const [wanted, allowed] = [widthOf(maxUnavailable, nodes.length), widthByLoad(load, nodes)];
  if (wanted <= allowed) return [];
  const busy = `with a peak load of ${String(load.peak)} % the other brokers stay below max-load ${String(load.most)} %`;
  return [`${String(allowed)} of the ${String(wanted)} nodes of max-unavailable: ${busy} only so`];
}
