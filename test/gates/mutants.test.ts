import { expect, test } from '@jest/globals';
import { scratchProject } from './scratch-project.ts';

const CORE = 'actions/rolling-reboot/src/core';
const suite = (...expectations: readonly string[]): string =>
  "import { expect, test } from '@jest/globals';\nimport { isLate } from './next-look.ts';\n" +
  `test('a look', () => {\n${expectations.join('\n')}\n});\n`;
const FAR = 'expect([isLate(0), isLate(9)]).toEqual([false, true]);';
const EDGE = 'expect([isLate(5), isLate(6)]).toEqual([false, true]);';

const LOOK = 'export const isLate = (seconds: number): boolean => seconds > 5;\n';
const project = scratchProject({ [`${CORE}/next-look.ts`]: LOOK });
const loaded = scratchProject({
  [`${CORE}/next-look.ts`]: LOOK,
  [`${CORE}/next-look.test.ts`]: suite('expect(isLate(6)).toBe(true);'),
  [`${CORE}/down.ts`]: "export { isLate as isDown } from './next-look.ts';\n",
  [`${CORE}/down.test.ts`]: suite('expect(isDown(5)).toBe(false);')
    .replace('isLate', 'isDown')
    .replace('next-look', 'down'),
});

test('a mistake that no test notices is shown, and fails', async () => {
  const look = (...expectations: readonly string[]) => {
    project.write({ [`${CORE}/next-look.test.ts`]: suite(...expectations) });
    return project.run('scripts/mutate.ts', '--root', project.root);
  };
  const { code, output } = await look(FAR);
  expect(output).toContain('+ export const isLate = (seconds: number): boolean => seconds >= 5;');
  expect(code).toBe(1);
  expect(await look(EDGE)).toMatchObject({ code: 0, output: expect.stringContaining('3 noticed') });
}, 300_000);

test('a mistake that only the tests of another file notice is noticed', async () => {
  const { code, output } = await loaded.run('scripts/mutate.ts', '--root', loaded.root, 'next-look');
  expect(output).toMatch(/next-look\.ts +3 noticed/);
  expect(code).toBe(0);
}, 300_000);

test('tests that fail anyhow prove nothing', async () => {
  project.write({ [`${CORE}/next-look.test.ts`]: suite('expect(isLate(9)).toBe(false);') });
  const { code, output } = await project.run('scripts/mutate.ts', '--root', project.root);
  expect(output).toContain('the tests fail without any mistake');
  expect(code).toBe(1);
}, 300_000);
