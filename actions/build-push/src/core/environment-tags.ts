/**
 * Which image an environment runs, as tags: `env-<name>` points to it where tags may move, and every promotion leaves
 * `promoted-<name>-<time>` and every rollback
 * `rolled-back-<name>-<time>`, which never move. So the last promotions can be told from a repository alone, and a
 * lifecycle policy that keeps tagged images keeps what was deployed.
 */
import { parseTag, type Tag } from '../../../../lib/core/image-reference.ts';
import type { HistoryEntry } from './environment-history.ts';
import { newestFirst, timedTag, timeIn } from './timed-tags.ts';

/** Undefined where the name of the environment makes no tag; so in `promotionTag`. */
export const environmentTag = (environment: string): Tag | undefined => parseTag(`env-${environment}`);

/** `at` in milliseconds since the epoch. */
export const promotionTag = (environment: string, at: number): Tag | undefined =>
  timedTag(`promoted-${environment}`, at);

export const rollbackTag = (environment: string, at: number): Tag | undefined =>
  timedTag(`rolled-back-${environment}`, at);

/** What happened to an environment, by the tag of the image that it took then. */
export interface Mark {
  readonly kind: HistoryEntry['kind'];
  readonly tag: Tag;
}

/** The promotions and rollbacks of an environment, the newest first. */
export function marksOf(environment: string, tags: readonly Tag[]): Mark[] {
  const marks = (['promoted', 'rolled-back'] as const).flatMap((kind) =>
    newestFirst(`${kind}-${environment}`, tags).map((tag) => ({ kind, tag, at: timeIn(tag) })),
  );
  return marks.sort((left, right) => (left.at < right.at ? 1 : -1)).map(({ kind, tag }) => ({ kind, tag }));
}
