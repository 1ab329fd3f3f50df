import { expect, test } from '@jest/globals';
import { CHECKS } from '../../scripts/checks/check-list.ts';
import { runChecks } from '../../scripts/checks/run-checks.ts';
import { JEST_SETUP, scratchProject } from './scratch-project.ts';

const CORE = 'actions/rolling-reboot/src/core';
const suite = (...expectations: readonly string[]): string =>
  "import { expect, test } from '@jest/globals';\nimport { maySafelyStop } from './safety.ts';\n" +
  `test('a stop', () => {\n${expectations.join('\n')}\n});\n`;
const WELL = 'expect(maySafelyStop(3)).toBe(true);';
const UNWELL = 'expect(maySafelyStop(2)).toBe(false);';

const project = scratchProject({
  ...JEST_SETUP,
  [`${CORE}/safety.ts`]:
    'export function maySafelyStop(left: number): boolean {\n  if (left < 3) return false;\n  return true;\n}\n',
  // Another part of the program goes through everything, and proves nothing.
  'lib/elsewhere.test.ts': suite(WELL, UNWELL).replace('./safety.ts', `../${CORE}/safety.ts`),
});

test('a branch of what decides about stops that its own tests leave out fails the checks', async () => {
  const said: string[] = [];
  const check = CHECKS.filter(({ name }) => name === 'branches of a stop');
  const passes = async (...expectations: readonly string[]): Promise<boolean[]> => {
    project.write({ [`${CORE}/safety.test.ts`]: suite(...expectations) });
    const run = { print: (text: string) => said.push(text), nice: 0 };
    const results = await runChecks(project.root, check, run);
    return results.map(({ passed }) => passed);
  };
  expect(await passes(WELL)).toEqual([false]);
  expect(said.join('\n')).toContain('Coverage for branches (50%) does not meet "global" threshold (100%)');
  expect(await passes(WELL, UNWELL)).toEqual([true]);
}, 120_000);
