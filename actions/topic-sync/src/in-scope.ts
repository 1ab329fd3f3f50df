import { type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import { matchesGlob } from './core/glob.ts';
import type { DesiredTopic } from './core/topic.ts';

interface Scope {
  /** Patterns of topic names. */
  readonly include: readonly string[];
  readonly ignore: readonly string[];
}

/** The topics that a run is about. @throws ProblemsFound when a pattern to include names none of them */
export function inScope(topics: readonly DesiredTopic[], { include, ignore }: Scope): DesiredTopic[] {
  const empty = include.filter(
    (pattern) => pattern !== '*' && !topics.some(({ name }) => matchesGlob(pattern, name)),
  );
  if (empty.length > 0) throw new ProblemsFound(empty.map(noSuchTopic));
  const isIn = (patterns: readonly string[], name: string): boolean =>
    patterns.some((pattern) => matchesGlob(pattern, name));
  return topics.filter(({ name }) => isIn(include, name) && !isIn(ignore, name));
}

const noSuchTopic = (pattern: string): Problem => ({
  where: 'input include',
  what: `${JSON.stringify(pattern)} matches no declared topic`,
  fix: 'Correct the name; `*` stands for any characters.',
});
