import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { suggest } from '../../lib/adapters/suggest.ts';
import { readYaml } from '../../lib/adapters/yaml-document.ts';
import { describeProblem, type Problem } from '../../lib/core/problem.ts';
import { checkPolicy } from '../../scripts/policies/core/check/check-policy.ts';
import { lookUpActions } from '../../scripts/policies/look-up-actions.ts';

interface Mistake {
  readonly what: string;
  /** A sample of prod, which is right. */
  readonly policy: string;
  readonly replace: string;
  readonly with: string;
  readonly told: string;
  readonly line: string;
}

const MISTAKES = parse(readFileSync('test/policies/mistakes.yaml', 'utf8')) as readonly Mistake[];
const sample = (policy: string): string => readFileSync(`policies/prod/${policy}.json`, 'utf8');
const patternOf = (text: string): string | RegExp =>
  text.startsWith('/') ? new RegExp(text.slice(1, -1)) : text;

async function problemsOf(text: string): Promise<readonly Problem[]> {
  const { documents, problems } = readYaml('policy.json', text);
  const [document] = documents;
  if (document?.kind !== 'map') return problems;
  return [...problems, ...checkPolicy(document, await lookUpActions(document), suggest)];
}

/** The line, and the next one: a statement begins with its brace. */
const shown = (text: string, { place }: Problem): string =>
  text
    .split('\n')
    .slice((place?.line ?? 0) - 1, (place?.line ?? 0) + 1)
    .join('\n');

test.each(MISTAKES)('$what: told at its line', async (mistake) => {
  const right = sample(mistake.policy);
  const wrong = right.replace(patternOf(mistake.replace), mistake.with);
  expect(wrong).not.toBe(right);
  const problems = await problemsOf(wrong);
  const told = problems.filter((problem) => new RegExp(mistake.told).test(describeProblem(problem)));
  expect([told.length > 0, problems.map(describeProblem)]).toEqual([true, expect.anything()]);
  expect(told.map((problem) => shown(wrong, problem))).toContainEqual(expect.stringContaining(mistake.line));
});

test.each([...new Set(MISTAKES.map(({ policy }) => policy))])(
  'nothing is told of %s, which is right',
  async (policy) => {
    expect((await problemsOf(sample(policy))).map(describeProblem)).toEqual([]);
  },
);
