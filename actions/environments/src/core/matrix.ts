import { type Parsed, parsed, type Problem, refused } from '../../../../lib/core/problem.ts';
import type { EnvironmentDocument } from '../../../../lib/core/environment-document.ts';
import { type Chained, chained } from './chained.ts';

type Suggest = (word: string, known: Iterable<string>) => string | undefined;

/**
 * The environments that were asked for, by their turn in the chain and then by name. None named means all that have a
 * turn: an environment without one (the lab) is for those who ask for it.
 */
export function matrix(
  documents: readonly EnvironmentDocument[],
  names: readonly string[],
  suggest: Suggest,
): Parsed<readonly Chained[]> {
  const known = documents.map(({ name }) => name);
  const problems = names.filter((name) => !known.includes(name)).map((name) => unknown(name, known, suggest));
  if (problems.length > 0) return refused(problems);
  const all = documents.map(chained);
  const wanted = all.filter(({ environment, order }) =>
    names.length > 0 ? names.includes(environment) : order !== null,
  );
  return wanted.length > 0 ? parsed(wanted.toSorted(byTurn)) : refused([NOBODY]);
}

const NOBODY: Problem = {
  where: 'input names',
  what: 'no environment has an order, and none was named',
  fix: 'Write spec.order in the files of the chain, from 1, or name the environments.',
};

function unknown(name: string, known: readonly string[], suggest: Suggest): Problem {
  const near = suggest(name, known);
  const fix = near === undefined ? `There are: ${known.join(', ')}.` : `Did you mean ${near}?`;
  return { where: 'input names', what: `there is no environment ${name}`, fix };
}

/** Those without a turn come last. */
const byTurn = (a: Chained, b: Chained): number =>
  (a.order ?? Infinity) - (b.order ?? Infinity) || (a.environment < b.environment ? -1 : 1);
