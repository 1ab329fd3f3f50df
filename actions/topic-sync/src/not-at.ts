import type { Problem } from '../../../lib/core/problem.ts';

/** What is wrong at a place that cannot even be read says nothing more. */
export function notAt(told: readonly Problem[], more: readonly Problem[]): Problem[] {
  const places = new Set(told.map(({ where }) => where));
  return more.filter(({ where }) => !places.has(where));
}
