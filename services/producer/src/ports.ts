import type { NewRecord } from './core/records.ts';

/** How a batch ended. `refused`: none of it was written; `lost`: nobody can tell, and nothing more can be written. */
export type SendEnd =
  | { readonly kind: 'acknowledged' }
  | { readonly kind: 'refused' | 'lost' | 'given-up'; readonly because: string };

/** Kafka's side. */
export interface Sink {
  partitionOf(record: NewRecord): number;
  /** One batch of one partition; tries until the end of it is known or the signal comes (`given-up`). */
  send(partition: number, records: readonly NewRecord[], signal: AbortSignal): Promise<SendEnd>;
}

/** What is counted for /metrics. */
export interface Tally {
  ended(kind: SendEnd['kind'], records: number): void;
  queued(records: number): void;
}
