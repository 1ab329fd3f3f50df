import { describeProblem, ProblemsFound } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';

/** Why a run has no result, for people. None of a bug: its words are for the log. */
export function failureReasons(failure: unknown): string[] {
  if (failure instanceof ProblemsFound) return failure.problems.map(describeProblem);
  return failure instanceof WorldFailure ? [failure.message] : [];
}
