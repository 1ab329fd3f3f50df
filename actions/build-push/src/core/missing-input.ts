import type { Problem } from '../../../../lib/core/problem.ts';

/** An input that has to be given. */
export const missing = (name: string, fix: string): Problem => ({
  where: `input ${name}`,
  what: 'it is required and was not given',
  fix,
});
