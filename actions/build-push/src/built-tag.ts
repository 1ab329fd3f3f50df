import type { Tag } from '../../../lib/core/image-reference.ts';
import { timedTag } from './core/timed-tags.ts';

/** By which the next build finds the last ones. */
export const BUILT = 'built';

/** `at` in milliseconds since the epoch. */
export function builtTag(at: number): Tag {
  const tag = timedTag(BUILT, at);
  if (tag === undefined) throw new Error('a time makes a tag');
  return tag;
}
