import { formatDuration } from '../../../../lib/core/duration.ts';
import { formatSize } from '../../../../lib/core/size.ts';
import { batchesOf, type Move, partitionKey, topicOf, trafficOf } from './moves.ts';
import type { Blocked, Change, Reassignment } from './operation.ts';
import { added, dropped } from './place-replicas.ts';
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

/** Says of each change how much it copies and how long that takes, and blocks what has no room or would never end. */
export function judgeMoves(
  changes: readonly Change<Reassignment>[],
  evidence: MoveEvidence,
  settings: MoveSettings,
): Change<Reassignment>[] {
  const figures = new Figures(changes, evidence, settings);
  return changes.map((change) => {
    const moves = figures.copiesOf(change);
    if (moves.length === 0) return { ...change, riskBecause: uncopied(change) };
    const obstacle = figures.unknown(moves) ?? figures.tooSlow(moves) ?? figures.tooFull(moves);
    return { ...change, riskBecause: figures.evidence(moves), blocked: obstacle ?? change.blocked };
  });
}

function uncopied({ operation: { moves } }: Change<Reassignment>): string | null {
  if (moves.length === 0) return null;
  return moves.some((move) => dropped(move).length > 0)
    ? 'nothing is copied, replicas are deleted: fewer brokers may fail at a time'
    : 'nothing is copied: other replicas become the preferred leaders';
}

class Figures {
  readonly #settings: MoveSettings;
  readonly #leaders = new Map<string, number>();
  readonly #bytes: ReadonlyMap<string, number>;
  readonly #earlier: ReadonlyMap<string, number>;
  readonly #evidence: MoveEvidence;
  readonly #batches: readonly Move[][];
  readonly #wanted: ReadonlyMap<number, number>;

  constructor(changes: readonly Change<Reassignment>[], evidence: MoveEvidence, settings: MoveSettings) {
    this.#settings = settings;
    this.#evidence = evidence;
    this.#batches = batchesOf(changes, settings.maxMoving);
    for (const [topic, { partitions }] of evidence.view.topics) {
      for (const { partition, leader } of partitions)
        this.#leaders.set(partitionKey(topic, partition), leader);
    }
    [this.#earlier, this.#bytes] = [this.#sizes(evidence.samples[0]), this.#sizes(evidence.samples[1])];
    this.#wanted = this.#totals();
  }

  copiesOf(change: Change<Reassignment>): Move[] {
    return this.#batches.flat().filter((move) => move.change === change && added(move).length > 0);
  }

  unknown(moves: readonly Move[]): Blocked | null {
    const brokers = new Set(moves.flatMap((move) => [this.#leaderOf(move), ...added(move)]));
    const silent = this.#evidence.samples[1].find(
      (storage) => storage.kind === 'unknown' && brokers.has(storage.broker),
    );
    if (silent?.kind === 'unknown') {
      const because = `the disks of broker ${String(silent.broker)} cannot be read: ${silent.because}`;
      return { because, fix: 'Mend that first: a full disk stops a broker.' };
    }
    const unsized = moves.find((move) => !this.#bytes.has(keyOf(move)));
    if (unsized === undefined) return null;
    return {
      because: `the size of partition ${String(unsized.partition)} cannot be read`,
      fix: 'Run it again.',
    };
  }

  /** All changes of the plan that go to the same broker share its room. */
  tooFull(moves: readonly Move[]): Blocked | null {
    const wanted = this.#wanted;
    for (const broker of new Set(moves.flatMap(added))) {
      const [room, bytes] = [this.#room(broker), wanted.get(broker) ?? 0];
      if (room === null) {
        const because = `broker ${String(broker)} does not tell how much room its disks have (Kafka 3.3 and newer do)`;
        return { because, fix: 'Reassign the partitions by hand, or upgrade.' };
      }
      if (bytes > room) {
        const because = `broker ${String(broker)} would get ${formatSize(bytes)} and has room for ${formatSize(room)}`;
        return { because, fix: 'Give its disks more room, or lower the retention first.' };
      }
    }
    return null;
  }

  /** Bytes that each broker gets, with what producers write while they are copied. */
  #totals(): ReadonlyMap<number, number> {
    const wanted = new Map<number, number>();
    for (const batch of this.#batches) {
      const seconds = this.#seconds(batch);
      const { into } = this.#traffic(batch, (move) => this.#bytesOf(move) + seconds * this.#growth(move));
      for (const [broker, bytes] of into) wanted.set(broker, (wanted.get(broker) ?? 0) + Math.ceil(bytes));
    }
    return wanted;
  }

  /** Followers that get less than producers write never catch up. */
  tooSlow(moves: readonly Move[]): Blocked | null {
    for (const batch of this.#batches.filter((each) => each.some((move) => moves.includes(move)))) {
      const { into, outOf } = this.#traffic(batch, (move) => this.#growth(move));
      for (const [side, traffic] of [
        ['follower', into],
        ['leader', outOf],
      ] as const) {
        const slow = [...traffic].find(([broker, rate]) => rate >= this.#rate(broker, side));
        if (slow === undefined) continue;
        const [broker, rate] = slow;
        const because =
          `${formatSize(rate)} are written in a second to what moves ${side === 'follower' ? 'to' : 'from'} broker ` +
          `${String(broker)} together, and its throttle is ${formatSize(this.#rate(broker, side))}: it would never end`;
        return { because, fix: 'Give a higher throttle or a lower max-moving-partitions.' };
      }
    }
    return null;
  }

  evidence(moves: readonly Move[]): string {
    const { into } = this.#traffic(moves, (move) => this.#bytesOf(move));
    const copied = [...into.values()].reduce((sum, bytes) => sum + bytes, 0);
    const rooms = [...into]
      .toSorted(([a], [b]) => a - b)
      .map(([broker, bytes]) => `broker ${String(broker)} ${formatSize(bytes)}${this.#ofRoom(broker)}`);
    return `${formatSize(copied)} to copy (${rooms.join(', ')}), ${this.#time(moves)}`;
  }

  #ofRoom(broker: number): string {
    const room = this.#room(broker);
    return room === null ? '' : ` of ${formatSize(room)} free`;
  }

  #time(moves: readonly Move[]): string {
    const longest = this.#seconds(moves);
    if (this.#settings.throttle === null && longest === 0) return 'as fast as the brokers can';
    return `about ${formatDuration(longest * 1000)} at the throttle`;
  }

  /** The slowest broker decides. */
  #seconds(moves: readonly Move[]): number {
    const bytes = this.#traffic(moves, (move) => this.#bytesOf(move));
    const growth = this.#traffic(moves, (move) => this.#growth(move));
    const seconds = (['into', 'outOf'] as const).flatMap((way) =>
      [...bytes[way]].map(([broker, amount]) => {
        const rate = this.#rate(broker, way === 'into' ? 'follower' : 'leader');
        return amount / Math.max(1, rate - (growth[way].get(broker) ?? 0));
      }),
    );
    return Math.max(0, ...seconds);
  }

  #traffic(moves: readonly Move[], amount: (move: Move) => number): ReturnType<typeof trafficOf> {
    return trafficOf(moves, (move) => this.#leaderOf(move), amount);
  }

  #rate(broker: number, side: 'leader' | 'follower'): number {
    const found = this.#evidence.rates.find((rates) => rates.broker === broker);
    return Math.min(allowedRate(found?.[side] ?? null), this.#settings.throttle ?? Number.POSITIVE_INFINITY);
  }

  #room(broker: number): number | null {
    const found = this.#evidence.samples[1].find((storage) => storage.broker === broker);
    return found?.kind === 'known' ? found.usableBytes : null;
  }

  #bytesOf(move: Move): number {
    return this.#bytes.get(keyOf(move)) ?? 0;
  }

  /** Bytes per second; retention may make it less than it is, never more. */
  #growth(move: Move): number {
    const earlier = this.#earlier.get(keyOf(move));
    if (earlier === undefined) return 0;
    return Math.max(0, this.#bytesOf(move) - earlier) / (this.#evidence.sampledMs / 1000);
  }

  /** Of each partition, on its leader. */
  #sizes(sample: readonly BrokerStorage[]): Map<string, number> {
    const sizes = new Map<string, number>();
    for (const storage of sample) {
      for (const { topic, partition, bytes } of storage.kind === 'known' ? storage.replicas : []) {
        const key = partitionKey(topic, partition);
        if (this.#leaders.get(key) === storage.broker) sizes.set(key, bytes);
      }
    }
    return sizes;
  }

  #leaderOf(move: Move): number {
    return this.#leaders.get(keyOf(move)) ?? -1;
  }
}

const keyOf = (move: Move): string => partitionKey(topicOf(move), move.partition);
