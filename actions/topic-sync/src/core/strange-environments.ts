import { type Place, type Problem, problemAt } from '../../../../lib/core/problem.ts';
import type { Documents } from './documents.ts';
import type { Findings } from './findings.ts';

/**
 * Documents for an environment that there is not: such an overlay changes nothing anywhere, such a policy guards nothing,
 * and nobody would see it. Without any environment that is known, they may all be right.
 */
export function strangeEnvironments(
  documents: Documents,
  known: readonly string[],
  suggest: Findings['suggest'],
): Problem[] {
  if (known.length === 0) return [];
  return namesIn(documents)
    .filter(({ name }) => !known.includes(name))
    .map(({ name, place }) => {
      const near = suggest(name, known);
      const fix = near === undefined ? `The environments are ${known.join(', ')}.` : `Did you mean ${near}?`;
      return problemAt(place, `there is no environment ${JSON.stringify(name)}`, fix);
    });
}

const namesIn = ({ overlays, policies, tombstones }: Documents): { name: string; place: Place }[] => [
  ...overlays.map(({ environment: name, place }) => ({ name, place })),
  ...policies.flatMap(({ environments, place }) => environments.map((name) => ({ name, place }))),
  ...tombstones.flatMap(({ topicIds }) => [...topicIds].map(([name, { place }]) => ({ name, place }))),
];
