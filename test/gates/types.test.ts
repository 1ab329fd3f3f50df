import { beforeAll, describe, expect, test } from '@jest/globals';
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
