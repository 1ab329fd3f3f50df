/** A file that a rule has to refuse. */
export interface BadSnippet {
  readonly rule: string;
  readonly file: string;
  readonly code: string;
  /** A part of the message, where one rule guards many things. */
  readonly says?: string;
}

const times = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

const inTest = (code: string): string =>
  `import { expect, jest, test, xit } from '@jest/globals';\n${code}\nexpect(typeof [jest, test, xit]).toBe('object');\n`;

const SIZES: readonly BadSnippet[] = [
  { rule: 'max-lines', file: 'lib/long.ts', code: times(201, (n) => `export const a${String(n)} = 1;`) },
  {
    rule: 'local/function-lines',
    file: 'lib/long-function.ts',
    code: `export function long(): number {\n  let n = 0;\n${times(40, () => '  n += 1;')}\n  return n;\n}`,
  },
  {
    rule: 'local/function-lines',
    file: 'lib/long-function.test.ts',
    code: inTest(
      `const long = (): void => {\n${times(40, () => '  expect(1).toBe(1);')}\n};\ntest('a', () => { long(); expect(1).toBe(1); });`,
    ),
  },
  {
    rule: 'complexity',
    file: 'lib/tangled.ts',
    code: `export function f(n: number): number {\n${times(8, (n) => `  if (n === ${String(n)}) return 1;`)}\n  return 0;\n}`,
  },
  {
    rule: 'max-depth',
    file: 'lib/deep.ts',
    code: 'export function f(n: number): number { if (n > 1) { if (n > 2) { if (n > 3) { if (n > 4) { return 1; } } } } return 0; }',
  },
  {
    rule: '@typescript-eslint/max-params',
    file: 'lib/many.ts',
    code: 'export const f = (a: number, b: number, c: number, d: number): number => a + b + c + d;',
  },
];

const NAMES: readonly BadSnippet[] = [
  { rule: 'local/file-name', file: 'lib/topic-utils.ts', code: 'export const a = 1;', says: 'topic-utils' },
  { rule: 'local/file-name', file: 'lib/helpers/read.ts', code: 'export const a = 1;', says: 'helpers' },
  { rule: 'local/file-name', file: 'lib/index.ts', code: 'export const a = 1;', says: 'index' },
  { rule: 'local/file-name', file: 'lib/topicConfig.ts', code: 'export const a = 1;', says: 'kebab-case' },
  {
    rule: '@typescript-eslint/naming-convention',
    file: 'lib/prefixed.ts',
    code: 'export interface ITopic { readonly name: string; }',
  },
  {
    rule: '@typescript-eslint/naming-convention',
    file: 'lib/manager-class.ts',
    code: 'export interface PlanManager { readonly name: string; }',
  },
  { rule: 'no-restricted-syntax', file: 'lib/default.ts', code: 'export default 1;', says: 'by its name' },
  {
    rule: 'no-restricted-syntax',
    file: 'lib/barrel.ts',
    code: "export * from './prefixed.ts';",
    says: 'No barrels',
  },
  {
    rule: 'no-restricted-syntax',
    file: 'lib/small-barrel.ts',
    code: "export { type ITopic } from './prefixed.ts';",
    says: 'No barrels',
  },
];

const PURITY: readonly BadSnippet[] = [
  ...['Date.now()', 'new Date()'].map((code) => inCore(code, 'no clock')),
  inCore('Math.random()', 'no randomness'),
  inCore("import('./other.ts')", 'synchronous'),
  { ...inCore('0', 'synchronous'), code: 'export async function f(): Promise<void> {\n  await g();\n}' },
  ...["process.env['A']", "fetch('')", 'setTimeout(f, 1)', 'crypto.randomUUID()', 'globalThis.f'].map(
    (code) => ({ ...inCore(code, 'does not touch the world'), rule: 'no-restricted-globals' }),
  ),
  { rule: 'no-console', file: 'actions/a/src/run.ts', code: "console.log('hello');" },
].map((snippet, index) => ({ ...snippet, file: snippet.file.replace('NUMBER', String(index)) }));

function inCore(code: string, says: string): BadSnippet {
  const file = 'actions/a/src/core/impure-NUMBER.ts';
  return { rule: 'no-restricted-syntax', file, code: `export const a: unknown = ${code};`, says };
}

const TYPES: readonly BadSnippet[] = [
  {
    rule: '@typescript-eslint/switch-exhaustiveness-check',
    file: 'lib/forgets.ts',
    code: "export function f(kind: 'a' | 'b'): number {\n  switch (kind) {\n    case 'a':\n      return 1;\n  }\n  return 0;\n}",
  },
  {
    rule: '@typescript-eslint/switch-exhaustiveness-check',
    file: 'lib/defaults.ts',
    code: "export function f(kind: 'a' | 'b'): number {\n  switch (kind) {\n    case 'a':\n      return 1;\n    default:\n      return 0;\n  }\n}",
  },
  {
    rule: '@typescript-eslint/no-floating-promises',
    file: 'lib/floats.ts',
    code: 'export function f(): void {\n  Promise.resolve(1);\n}',
  },
  {
    rule: '@typescript-eslint/no-explicit-any',
    file: 'lib/any.ts',
    code: 'export const f = (a: any): unknown => a;',
  },
  {
    rule: '@typescript-eslint/restrict-template-expressions',
    file: 'lib/template.ts',
    code: 'export const f = (n: number): string => `${n}`;',
  },
];

const TESTS: readonly BadSnippet[] = [
  ...['mock', 'doMock', 'unstable_mockModule', 'setMock'].map((name) => ({
    rule: 'no-restricted-syntax',
    file: `lib/${name.replaceAll('_', '-').toLowerCase()}.test.ts`,
    code: inTest(`jest.${name}('./a.ts', () => ({}));`),
    says: 'never mock a module',
  })),
  ...['only', 'skip', 'failing'].map((name) => ({
    rule: 'no-restricted-syntax',
    file: `lib/${name}.test.ts`,
    code: inTest(`test.${name}('a', () => { expect(1).toBe(1); });`),
    says: 'Every test runs',
  })),
  {
    rule: 'no-restricted-syntax',
    file: 'lib/todo.test.ts',
    code: inTest("test.todo('a');"),
    says: 'Every test runs',
  },
  {
    rule: 'jest/no-disabled-tests',
    file: 'lib/disabled.test.ts',
    code: inTest("xit('a', () => { expect(1).toBe(1); });"),
  },
  {
    rule: 'jest/expect-expect',
    file: 'lib/asserts-nothing.test.ts',
    code: inTest("test('a', () => { Math.abs(1); });"),
  },
  {
    rule: 'jest/valid-expect',
    file: 'lib/half-an-expect.test.ts',
    code: inTest("test('a', () => { expect(1); });"),
  },
  {
    rule: 'no-restricted-imports',
    file: 'lib/other-runner.test.ts',
    code: "import 'node:test';",
  },
];

export const BAD_SNIPPETS: readonly BadSnippet[] = [...SIZES, ...NAMES, ...PURITY, ...TYPES, ...TESTS];
