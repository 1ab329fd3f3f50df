import { clip } from './clip.ts';

const MOST_SHOWN = 300;

/** A value as people are told it: one that may have megabytes by its beginning, with how much of it is left out. */
export function cutValue(value: string): string {
  if (value.length <= MOST_SHOWN) return value;
  return `${clip(value, MOST_SHOWN)} (${String(value.length)} characters in all)`;
}
