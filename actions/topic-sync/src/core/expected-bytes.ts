import type { Limit } from './retention-limit.ts';

/** How long and how much of each partition the disks keep. */
export interface Kept {
  readonly time: Limit;
  readonly bytes: Limit;
}

export const isMore = (now: Limit, after: Limit): boolean =>
  now !== 'infinite' && (after === 'infinite' || after > now);

/** A log is cut a segment at a time, so one that is as long as it may be can be shorter. */
const FULL = 0.9;

/** Bytes of a replica once it is as long as it may be, at the rate it has grown with; Infinity: no end is known. */
export function expectedBytes(
  bytes: number,
  { now, after }: { readonly now: Kept; readonly after: Kept },
): number {
  const most = after.bytes === 'infinite' ? Number.POSITIVE_INFINITY : Number(after.bytes);
  // Where its size ended it, how much would be written in its time is not known.
  const isCutBySize = now.bytes !== 'infinite' && bytes >= FULL * Number(now.bytes);
  if (after.time === 'infinite' || (isCutBySize && isMore(now.bytes, after.bytes)))
    return Math.max(bytes, most);
  const times = now.time === 'infinite' ? 1 : Number(after.time) / Math.max(1, Number(now.time));
  return Math.max(bytes, Math.min(most, bytes * times));
}
