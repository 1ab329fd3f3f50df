import { beforeAll, describe, expect, test } from '@jest/globals';
import { CHECKS } from '../../scripts/checks/check-list.ts';
import { scratchProject } from './scratch-project.ts';

/** The option that refuses it, the code of the compiler's error, and what is refused. */
const REFUSED: readonly (readonly [option: string, error: string, code: string])[] = [
  ['strict', 'TS7006', 'export const f = (a) => a;'],
  ['strict', 'TS2322', 'export const a: string = null;'],
  ['noUncheckedIndexedAccess', 'TS2322', 'export const f = (a: string[]): string => a[0];'],
  ['exactOptionalPropertyTypes', 'TS2375', 'export const a: { b?: number } = { b: undefined };'],
  [
    'noPropertyAccessFromIndexSignature',
    'TS4111',
    'export const f = (a: Record<string, number>): unknown => a.b;',
  ],
  ['verbatimModuleSyntax', 'TS1484', "import { Rule } from 'eslint';\nexport type A = Rule.Node;"],
  ['erasableSyntaxOnly', 'TS1294', 'export enum A {\n  B,\n}'],
  [
    'noImplicitOverride',
    'TS4114',
    'class A {\n  f(): void {}\n}\nexport class B extends A {\n  f(): void {}\n}',
  ],
  [
    'noFallthroughCasesInSwitch',
    'TS7029',
    'export function f(a: number): number {\n  switch (a) {\n    case 1:\n      a += 1;\n    default:\n      return a;\n  }\n}',
  ],
];

describe('types', () => {
  const cases = REFUSED.map(([option, error, code], index) => ({
    option,
    error,
    code,
    file: `lib/${option}-${String(index)}.ts`,
  }));
  const files = Object.fromEntries(cases.map(({ file, code }) => [file, code]));
  const project = scratchProject({ ...files, 'lib/good.ts': 'export const a = 1;\n' });
  let said = '';

  beforeAll(async () => {
    said = (await project.run('tsc', '-p', '.', '--pretty', 'false')).output;
  }, 120_000);

  test.each(cases)('$option refuses $code', ({ file, error }) => {
    expect(said).toMatch(new RegExp(`^${file}\\(\\d+,\\d+\\): error ${error}:`, 'm'));
  });

  test('what is right is not mentioned', () => {
    expect(said).not.toContain('lib/good.ts');
  });
});

describe('types that were checked before', () => {
  const project = scratchProject({
    'lib/one.ts': "export const one: string = '1';\n",
    'lib/other.ts': "import { one } from './one.ts';\n\nexport const other: string = one;\n",
  });
  const command = CHECKS.find(({ name }) => name === 'types')?.command ?? ['none'];

  test('are refused in a file that nobody touched, when another one changed, and as often as it is asked', async () => {
    const [tool, ...args] = command;
    expect(await project.run(tool, ...args)).toMatchObject({ code: 0 });
    project.write({ 'lib/one.ts': 'export const one: number = 1;\n' });
    const outcomes = [await project.run(tool, ...args), await project.run(tool, ...args)];
    expect(outcomes.map(({ code }) => code === 0)).toEqual([false, false]);
    for (const { output } of outcomes) expect(output).toContain('lib/other.ts(3,14): error TS2322');
  }, 180_000);
});
