/** One record as the consumer got it. */
export interface ConsumedRecord {
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly sequence: number;
}

export interface Acknowledged {
  readonly key: string;
  readonly sequence: number;
}

/** What a witness saw. Times are in milliseconds, of any one clock. */
export interface Testimony {
  /** Sends that were begun. */
  readonly produced: number;
  readonly acknowledged: readonly Acknowledged[];
  /** Sends whose outcome after all retries was an error. */
  readonly refused: number;
  /** In the order of delivery. */
  readonly consumed: readonly ConsumedRecord[];
  readonly acknowledgedAt: readonly number[];
  readonly consumedAt: readonly number[];
}

export interface Verdict {
  readonly produced: number;
  readonly acknowledged: number;
  /** Different records that were seen. */
  readonly consumed: number;
  /** Acknowledged and never seen. */
  readonly lost: number;
  /** Records that stand in the log more than once (a retry of a send whose acknowledgement was lost). */
  readonly duplicated: number;
  /** Records first seen after a later one of the same key. */
  readonly reordered: number;
  readonly refused: number;
  readonly longestProduceGapMs: number;
  readonly longestConsumeGapMs: number;
  /** Some of what was lost or reordered, for the one who looks for the cause. */
  readonly examples: readonly string[];
}

const MOST_EXAMPLES = 10;

/** Judges what a witness saw. A record that a consumer group delivers again is no duplicate: its offset is the same. */
export function judge(testimony: Testimony): Verdict {
  const records = withoutRedelivered(testimony.consumed);
  const { seen, reordered } = follow(records);
  const lost = testimony.acknowledged.filter((one) => !seen.has(nameOf(one)));
  const examples = [
    ...lost.map((one) => `lost ${nameOf(one)}`),
    ...reordered.map((one) => `reordered ${nameOf(one)} at ${String(one.partition)}:${one.offset}`),
  ];
  return {
    produced: testimony.produced,
    acknowledged: testimony.acknowledged.length,
    consumed: seen.size,
    lost: lost.length,
    duplicated: records.length - seen.size,
    reordered: reordered.length,
    refused: testimony.refused,
    longestProduceGapMs: longestGap(testimony.acknowledgedAt),
    longestConsumeGapMs: longestGap(testimony.consumedAt),
    examples: examples.slice(0, MOST_EXAMPLES),
  };
}

export const nameOf = ({ key, sequence }: Acknowledged): string => `${key}#${String(sequence)}`;

function withoutRedelivered(consumed: readonly ConsumedRecord[]): ConsumedRecord[] {
  const places = new Map<string, ConsumedRecord>();
  for (const record of consumed) {
    const place = `${String(record.partition)}:${record.offset}`;
    if (!places.has(place)) places.set(place, record);
  }
  return [...places.values()];
}

function follow(records: readonly ConsumedRecord[]) {
  const seen = new Set<string>();
  const highest = new Map<string, number>();
  const reordered: ConsumedRecord[] = [];
  for (const record of records) {
    if (seen.has(nameOf(record))) continue;
    seen.add(nameOf(record));
    const before = highest.get(record.key) ?? -1;
    if (record.sequence < before) reordered.push(record);
    highest.set(record.key, Math.max(before, record.sequence));
  }
  return { seen, reordered };
}

function longestGap(times: readonly number[]): number {
  let longest = 0;
  for (const [index, time] of times.entries()) longest = Math.max(longest, time - (times[index - 1] ?? time));
  return Math.round(longest);
}
