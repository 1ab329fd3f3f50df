/**
 * Tags that say when something happened, such as `built-20261122T000705042Z`: they never move, and sort by their time, so
 * that a repository alone tells what came last.
 */
import { parseTag, type Tag } from '../../../../lib/core/image-reference.ts';

/** Undefined where the start makes no tag; `at` in milliseconds since the epoch. */
export const timedTag = (start: string, at: number): Tag | undefined =>
  parseTag(`${start}-${new Date(at).toISOString().replace(/[-:.]/g, '')}`);

/** The time of such a tag; times sort as they pass. */
export const timeIn = (tag: Tag): string => tag.slice(tag.lastIndexOf('-') + 1);

/** Those with this very start, the newest first; a longer start that begins alike is another one. */
export const newestFirst = (start: string, tags: readonly Tag[]): Tag[] =>
  tags
    .filter((tag) => tag.startsWith(`${start}-`) && /^\d{8}T\d{9}Z$/.test(tag.slice(start.length + 1)))
    .sort()
    .reverse();
