import { type Move, partitionKey, type Side, topicOf, type Traffic, trafficOf } from './moves.ts';
import type { BrokerRates, BrokerStorage, MoveSettings, ReplicaView } from './replica-view.ts';
import { allowedRate } from './throttle.ts';

/** What was measured of the topics whose replicas are copied. */
export interface MoveEvidence {
  readonly view: ReplicaView;
  /** Two looks at the disks, the earlier one first. */
  readonly samples: readonly [readonly BrokerStorage[], readonly BrokerStorage[]];
  /** Between the looks, in milliseconds. */
  readonly sampledMs: number;
  /** Throttles in force now. */
  readonly rates: readonly BrokerRates[];
}

/** The same, by the move or the broker that it is about. */
export interface MoveFigures {
  /** The broker that the records come from; -1 where nobody leads. */
  readonly leaderOf: (move: Move) => number;
  /** The size of the partition on its leader; null where that does not tell. */
  readonly bytesOf: (move: Move) => number | null;
  /**
   * Bytes that producers write to it in a second; retention may make it less than it is, never more. null where one of
   * the two looks does not tell.
   */
  readonly growthOf: (move: Move) => number | null;
  /** Bytes that a broker may take in (`follower`) or give out (`leader`) in a second. */
  readonly rateOf: (broker: number, side: Side) => number;
  readonly storageOf: (broker: number) => BrokerStorage | undefined;
}

export function moveFigures(evidence: MoveEvidence, settings: MoveSettings): MoveFigures {
  const { view, samples, sampledMs, rates } = evidence;
  const leaders = leadersIn(view);
  const [earlier, now] = [sizesOnLeaders(samples[0], leaders), sizesOnLeaders(samples[1], leaders)];
  const storages = new Map(samples[1].map((storage) => [storage.broker, storage]));
  const inForce = new Map(rates.map((each) => [each.broker, each]));
  const ours = settings.throttle ?? Number.POSITIVE_INFINITY;
  return {
    leaderOf: (move) => leaders.get(keyOf(move)) ?? -1,
    bytesOf: (move) => now.get(keyOf(move)) ?? null,
    growthOf(move) {
      const [before, after] = [earlier.get(keyOf(move)), now.get(keyOf(move))];
      if (before === undefined || after === undefined) return null;
      return Math.max(0, after - before) / (sampledMs / 1000);
    },
    rateOf: (broker, side) => Math.min(allowedRate(inForce.get(broker)?.[side] ?? null), ours),
    storageOf: (broker) => storages.get(broker),
  };
}

/** Bytes that each broker takes in and gives out when the moves are made. */
export const bytesMoved = (moves: readonly Move[], { leaderOf, bytesOf }: MoveFigures): Traffic =>
  trafficOf(moves, leaderOf, (move) => bytesOf(move) ?? 0);

/** Bytes in a second that each broker takes in and gives out, only to keep up with producers. */
export const growthMoved = (moves: readonly Move[], { leaderOf, growthOf }: MoveFigures): Traffic =>
  trafficOf(moves, leaderOf, (move) => growthOf(move) ?? 0);

/** How long it takes to make the moves together: the slowest broker decides. */
export function secondsFor(moves: readonly Move[], figures: MoveFigures): number {
  const [bytes, growth] = [bytesMoved(moves, figures), growthMoved(moves, figures)];
  const seconds = (['follower', 'leader'] as const).flatMap((side) =>
    [...bytes[side]].map(([broker, amount]) => {
      const left = figures.rateOf(broker, side) - (growth[side].get(broker) ?? 0);
      return amount / Math.max(1, left);
    }),
  );
  return Math.max(0, ...seconds);
}

/** Bytes that each broker has more when all batches were made, with what producers write meanwhile. */
export function bytesArriving(
  batches: readonly (readonly Move[])[],
  figures: MoveFigures,
): ReadonlyMap<number, number> {
  const arriving = new Map<number, number>();
  for (const batch of batches) {
    const seconds = secondsFor(batch, figures);
    const grown = (move: Move): number =>
      (figures.bytesOf(move) ?? 0) + seconds * (figures.growthOf(move) ?? 0);
    for (const [broker, bytes] of trafficOf(batch, figures.leaderOf, grown).follower) {
      arriving.set(broker, (arriving.get(broker) ?? 0) + Math.ceil(bytes));
    }
  }
  return arriving;
}

const keyOf = (move: Move): string => partitionKey(topicOf(move), move.partition);

/** By partition. */
type ByPartition = ReadonlyMap<string, number>;

function leadersIn({ topics }: ReplicaView): ByPartition {
  const leaders = new Map<string, number>();
  for (const [topic, { partitions }] of topics) {
    for (const { partition, leader } of partitions) leaders.set(partitionKey(topic, partition), leader);
  }
  return leaders;
}

function sizesOnLeaders(sample: readonly BrokerStorage[], leaders: ByPartition): ByPartition {
  const sizes = new Map<string, number>();
  for (const storage of sample) {
    for (const { topic, partition, bytes } of storage.kind === 'known' ? storage.replicas : []) {
      const key = partitionKey(topic, partition);
      if (leaders.get(key) === storage.broker) sizes.set(key, bytes);
    }
  }
  return sizes;
}
