import { type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import { matchesGlob } from '../../../lib/core/glob.ts';

export interface Scope {
  /** Patterns of topic names. */
  readonly include: readonly string[];
  readonly ignore: readonly string[];
}

/** The topics that a run is about. @throws ProblemsFound when a pattern to include names none of them */
export function inScope<T extends { readonly name: string }>(topics: readonly T[], scope: Scope): T[] {
  const { include } = scope;
  const empty = include.filter(
    (pattern) => pattern !== '*' && !topics.some(({ name }) => matchesGlob(pattern, name)),
  );
  if (empty.length > 0) throw new ProblemsFound(empty.map(noSuchTopic));
  return topics.filter(({ name }) => isInScope(name, scope));
}

export function isInScope(name: string, { include, ignore }: Scope): boolean {
  const isIn = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => matchesGlob(pattern, name));
  return isIn(include) && !isIn(ignore);
}

/** Nothing to look at is in sync, whatever the cluster is like, and nobody would see it. */
export const emptyScope = (all: readonly unknown[], left: ReadonlySet<unknown>): Problem[] =>
  all.length > 0 && left.size === 0
    ? [
        {
          where: 'input ignore',
          what: 'its patterns leave none of the declared topics to look at',
          fix: 'Correct them, unless that is meant.',
        },
      ]
    : [];

const noSuchTopic = (pattern: string): Problem => ({
  where: 'input include',
  what: `${JSON.stringify(pattern)} matches no declared topic`,
  fix: 'Correct the name; `*` stands for any characters.',
});
