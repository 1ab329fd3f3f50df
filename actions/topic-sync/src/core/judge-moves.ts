import { formatDuration } from '../../../../lib/core/duration.ts';
import { formatSize } from '../../../../lib/core/size.ts';
import {
  bytesArriving,
  bytesMoved,
  growthMoved,
  type MoveEvidence,
  moveFigures,
  type MoveFigures,
  secondsFor,
} from './move-figures.ts';
import { batchesOf, type Move } from './moves.ts';
import type { Blocked, Change, Reassignment } from './operation.ts';
import { added, dropped } from './place-replicas.ts';
import { type MoveSettings, ROOM_UNTOLD } from './replica-view.ts';

/** What the moves of all changes come to together. */
interface Together {
  readonly figures: MoveFigures;
  /** By broker, in bytes. */
  readonly arriving: ReadonlyMap<number, number>;
  /** Why the batch of a move would never end. */
  readonly endless: ReadonlyMap<Move, Blocked>;
}

/** Says of each change how much it copies and how long that takes, and blocks what has no room or would never end. */
export function judgeMoves(
  changes: readonly Change<Reassignment>[],
  evidence: MoveEvidence,
  settings: MoveSettings,
): Change<Reassignment>[] {
  const figures = moveFigures(evidence, settings);
  const batches = batchesOf(changes, settings.maxMoving);
  const together = {
    figures,
    arriving: bytesArriving(batches, figures),
    endless: new Map(batches.flatMap((batch) => endlessMoves(batch, figures))),
  };
  const copies = Map.groupBy(batches.flat().filter(isCopy), ({ change }) => change);
  return changes.map((change) => judgeCopies(change, copies.get(change) ?? [], together));
}

const isCopy = (move: Move): boolean => added(move).length > 0;

function judgeCopies(
  change: Change<Reassignment>,
  copies: readonly Move[],
  together: Together,
): Change<Reassignment> {
  if (copies.length === 0) return { ...change, riskBecause: withoutCopy(change) };
  const { figures, endless } = together;
  const tooSlow = copies.map((move) => endless.get(move)).find((blocked) => blocked !== undefined);
  const blocked = unmeasured(copies, figures) ?? tooSlow ?? withoutRoom(copies, together) ?? change.blocked;
  return { ...change, riskBecause: `${amountOf(copies, figures)}, ${timeOf(copies, figures)}`, blocked };
}

function withoutCopy({ operation: { moves } }: Change<Reassignment>): string | null {
  if (moves.length === 0) return null;
  return moves.some((move) => dropped(move).length > 0)
    ? 'nothing is copied, replicas are deleted: fewer brokers may fail at a time'
    : 'nothing is copied: other replicas become the preferred leaders';
}

/** What cannot be seen blocks: a full disk stops a broker, and a copy that is too slow never ends. */
function unmeasured(copies: readonly Move[], figures: MoveFigures): Blocked | null {
  const { leaderOf, bytesOf, growthOf, storageOf } = figures;
  const brokers = new Set(copies.flatMap((move) => [leaderOf(move), ...added(move)]));
  const silent = [...brokers].map(storageOf).find((storage) => storage?.kind === 'unknown');
  if (silent?.kind === 'unknown') {
    const because = `the disks of broker ${String(silent.broker)} cannot be read: ${silent.because}`;
    return { because, fix: 'Mend that first: a full disk stops a broker.' };
  }
  const unsized = copies.find((move) => bytesOf(move) === null);
  if (unsized !== undefined) return unreadable(`the size of partition ${String(unsized.partition)}`);
  const unwatched = copies.find((move) => growthOf(move) === null);
  return unwatched === undefined
    ? null
    : unreadable(`how much is written to partition ${String(unwatched.partition)}`);
}

const unreadable = (what: string): Blocked => ({
  because: `${what} cannot be read`,
  fix: 'Run it again.',
});

/** Followers that get less than producers write never catch up: the moves of a batch in which that is so. */
function endlessMoves(batch: readonly Move[], figures: MoveFigures): [Move, Blocked][] {
  const growth = growthMoved(batch, figures);
  for (const side of ['follower', 'leader'] as const) {
    for (const [broker, written] of growth[side]) {
      const rate = figures.rateOf(broker, side);
      if (written < rate) continue;
      const because =
        `${formatSize(written)} are written in a second to what moves ${side === 'follower' ? 'to' : 'from'} broker ` +
        `${String(broker)} together, and its throttle is ${formatSize(rate)}: it would never end`;
      const blocked = { because, fix: 'Give a higher throttle or a lower max-moving-partitions.' };
      return batch.map((move) => [move, blocked]);
    }
  }
  return [];
}

/** All changes of the plan that go to the same broker share its room. */
function withoutRoom(copies: readonly Move[], { figures, arriving }: Together): Blocked | null {
  for (const broker of new Set(copies.flatMap(added))) {
    const [room, bytes] = [roomOf(broker, figures), arriving.get(broker) ?? 0];
    if (room === null) {
      const because = `broker ${String(broker)} ${ROOM_UNTOLD}`;
      return { because, fix: 'Reassign the partitions by hand, or upgrade.' };
    }
    if (bytes > room) {
      const because = `broker ${String(broker)} would get ${formatSize(bytes)} and has room for ${formatSize(room)}`;
      return { because, fix: 'Give its disks more room, or lower the retention first.' };
    }
  }
  return null;
}

function roomOf(broker: number, { storageOf }: MoveFigures): number | null {
  const storage = storageOf(broker);
  return storage?.kind === 'known' ? storage.usableBytes : null;
}

function amountOf(copies: readonly Move[], figures: MoveFigures): string {
  const arriving = [...bytesMoved(copies, figures).follower].toSorted(([a], [b]) => a - b);
  const sum = arriving.reduce((bytes, [, more]) => bytes + more, 0);
  const shares = arriving.map(([broker, bytes]) => {
    const room = roomOf(broker, figures);
    const ofRoom = room === null ? '' : ` of ${formatSize(room)} free`;
    return `broker ${String(broker)} ${formatSize(bytes)}${ofRoom}`;
  });
  return `${formatSize(sum)} to copy (${shares.join(', ')})`;
}

function timeOf(copies: readonly Move[], figures: MoveFigures): string {
  const isThrottled = copies.some(
    (move) =>
      Number.isFinite(figures.rateOf(figures.leaderOf(move), 'leader')) ||
      added(move).some((broker) => Number.isFinite(figures.rateOf(broker, 'follower'))),
  );
  if (!isThrottled) return 'as fast as the brokers can';
  return `about ${formatDuration(secondsFor(copies, figures) * 1000)} at the throttle`;
}
