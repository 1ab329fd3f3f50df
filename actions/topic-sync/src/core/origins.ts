import type { Place } from '../../../../lib/core/problem.ts';

/** From the least specific to the most specific. */
export type LayerKind = 'built-in' | 'defaults' | 'topic' | 'overlay';

/** By path (`partitions`, `config.retention.ms`): everything that was said of it, the last one is in force. */
export type Origins = ReadonlyMap<string, readonly Said[]>;

export interface Said {
  readonly layer: LayerKind;
  readonly value: string | null;
  /** null for what is built in. */
  readonly place: Place | null;
}
