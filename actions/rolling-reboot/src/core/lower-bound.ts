/**
 * Why a cycle cannot be faster: what forbids it, and how long it takes at least because of that. Times are milliseconds.
 *
 * 1. A partition may lack only so many replicas at a time, so its brokers go one after another.
 * 2. Only so many nodes may be away together, and each is away for its whole restart: of 102 nodes that go ten at a
 *    time some slot has eleven, one after another.
 * 3. Voters of the quorum go one by one.
 * A node is away until enough readings in a row have proved it back.
 */
import { requiredReplicas } from './allowances.ts';
import { clusterState } from './cluster-state.ts';
import type { Setting, Settings } from './decision.ts';
import type { KafkaNode } from './node.ts';
import type { Seen } from './observation.ts';
import { allPartitions } from './partition-catalog.ts';
import { isVoter } from './quorum-part.ts';
import { allowedWidth } from './width.ts';
import { lastingReplicas, type WorstPartition } from './worst-partition.ts';

export type Bound = ChainBound | WidthBound | VotersBound;

interface ChainBound {
  readonly kind: 'partition';
  readonly lasts: number;
  readonly topic: string;
  readonly partition: number;
  readonly brokers: readonly number[];
  /** How many of them may be away together. */
  readonly slack: number;
}

interface WidthBound {
  readonly kind: 'width';
  readonly lasts: number;
  /** The plain sum of all restarts divided by the width: what it would be if a restart could be cut in parts. */
  readonly work: number;
  readonly width: number;
}

interface VotersBound {
  readonly kind: 'voters';
  readonly lasts: number;
  readonly voters: number;
}

/** How long the restart of a node lasts, in milliseconds. */
export type Lasts = (node: KafkaNode) => number;

/** All bounds, the longest first: that one binds. `restart` is how long a node's restart lasts until it is back. */
export function lowerBounds(seen: Seen, setting: Setting, restart: Lasts): Bound[] {
  const lasts: Lasts = (node) => restart(node) + proofOf(setting.settings);
  const chosen = setting.nodes.filter(({ name, parked }) => setting.selected.has(name) && !parked);
  const voters = chosen.filter((node) => isVoter(node, seen));
  const width = allowedWidth(setting.settings, setting.nodes);
  const chain = longestChain(seen, { chosen, setting, lasts });
  return [
    ...(chain === undefined ? [] : [chain]),
    widthBound(chosen.map(lasts), width),
    { kind: 'voters', lasts: sum(voters.map(lasts)), voters: voters.length } as const,
  ].sort((a, b) => b.lasts - a.lasts);
}

/** From the first good reading to the last. */
const proofOf = ({ stabilityChecks, pollInterval }: Settings): number => (stabilityChecks - 1) * pollInterval;

/** Of the longest n x width + 1 restarts some slot of the window has n + 1, and at best the shortest of them. */
function widthBound(restarts: readonly number[], width: number): WidthBound {
  const work = sum(restarts) / width;
  const longest = restarts.toSorted((a, b) => b - a);
  let lasts = work;
  for (let rounds = 1; (rounds - 1) * width < longest.length; rounds += 1) {
    const together = longest.slice(0, (rounds - 1) * width + 1);
    lasts = Math.max(lasts, sum(together.slice(-rounds)));
  }
  return { kind: 'width', lasts, work, width };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

interface Chains {
  readonly chosen: readonly KafkaNode[];
  readonly setting: Setting;
  readonly lasts: Lasts;
}

function longestChain(seen: Seen, { chosen, setting, lasts }: Chains): ChainBound | undefined {
  const durations = new Map(chosen.filter(({ broker }) => broker).map((node) => [node.id, lasts(node)]));
  let longest: ChainBound | undefined;
  for (const partition of allPartitions(clusterState(seen))) {
    const slack = slackOf(partition, setting);
    const lasted = sum(partition.replicas.map((replica) => durations.get(replica) ?? 0)) / slack;
    if (lasted <= (longest?.lasts ?? 0)) continue;
    const { topic, partition: number, replicas } = partition;
    longest = { kind: 'partition', lasts: lasted, topic, partition: number, brokers: replicas, slack };
  }
  return longest;
}

/** One at least: a partition that can spare none is restarted one by one where that is accepted. */
export const slackOf = (partition: WorstPartition, { settings }: Setting): number =>
  Math.max(1, lastingReplicas(partition).length - requiredReplicas(partition, settings.allowances));
