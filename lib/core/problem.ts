/**
 * A mistake that a user can mend: a wrong input, a typo in a file, a cluster that is not as the file says.
 * Problems are values and are reported together; what the world does to us (time-outs, refusals) is thrown.
 */
export interface Problem {
  /** Where to look: an input's name (`input stop-timeout`) or a place in a file (`topics/posts.yaml:12:5`). */
  readonly where: string;
  readonly what: string;
  /** What to do next, as one sentence. */
  readonly fix: string;
  /** Set when `where` is a place in a file, so that the annotation lands on the line. */
  readonly place?: Place;
}

/** A place in a file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Either a value that cannot be wrong, or every problem that was found on the way to it. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

export const parsed = <T>(value: T): Parsed<T> => ({ ok: true, value });

export const refused = <T>(problems: readonly Problem[]): Parsed<T> => ({ ok: false, problems });

export function problemAt(place: Place, what: string, fix: string): Problem {
  return { where: `${place.file}:${String(place.line)}:${String(place.column)}`, what, fix, place };
}

export const describeProblem = (problem: Problem): string =>
  `${problem.where}: ${problem.what}. ${problem.fix}`;

/** Carries problems through code that has no other way to return them; caught once, in `runAction`. */
export class ProblemsFound extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(describeProblem).join('\n'), options);
    this.name = 'ProblemsFound';
    this.problems = problems;
  }
}

/** The value, or its problems as the one exception that carries them to `runAction`. */
export function orThrow<T>(outcome: Parsed<T>): T {
  if (outcome.ok) return outcome.value;
  throw new ProblemsFound(outcome.problems);
}
