import eslint from '@eslint/js';
import jest from 'eslint-plugin-jest';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { fileName } from './scripts/lint-rules/file-name.ts';
import { functionLines } from './scripts/lint-rules/function-lines.ts';
import { everywhere, inCore, worldlyGlobals } from './scripts/lint-rules/restricted-syntax.ts';

const TESTS = ['**/*.test.ts', 'test/**/*.ts'];
const CORE = ['lib/core/**/*.ts', '{actions,services}/*/src/core/**/*.ts', 'scripts/policies/core/**/*.ts'];
const TOOL_CONFIGS = [
  '*.config.{ts,js}',
  '.dependency-cruiser.mjs',
  'scripts/test-run/{waiting-first,event-reporter}.ts',
  'test/ended-by-timeout.ts',
];

const local = {
  rules: {
    'file-name': fileName,
    'function-lines': functionLines,
  },
};

export default defineConfig(
  globalIgnores(['**/dist/', '.cache/', '.lab/', 'coverage/']),
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    name: 'everything',
    // Without a root the parser takes the nearest tsconfig.json of each file, here and in the gates' own tests.
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { local },
    rules: {
      'local/file-name': 'error',
      'local/function-lines': 'error',
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: false }],
      // 'modified' counts a switch as one: over a union it is a table, and has to name every case.
      complexity: ['error', { max: 8, variant: 'modified' }],
      'max-depth': ['error', 3],
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', ...everywhere],
      'no-restricted-imports': ['error', { paths: ['node:test', 'vitest', 'assert', 'node:assert'] }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: true, considerDefaultExhaustiveForUnions: false },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      // The compiler allows no enum (erasableSyntaxOnly), and to look for them takes a tenth of the time.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'typeLike',
          format: ['PascalCase'],
          custom: { regex: '^I[A-Z][a-z]|(Manager|Helper|Utils?)$', match: false },
        },
      ],
    },
  },
  {
    name: 'what runs in production says what it does through its ports',
    files: ['{actions,services,lib}/**/*.ts'],
    ignores: TESTS,
    rules: { 'no-console': 'error' },
  },
  {
    name: 'core is pure',
    files: CORE,
    ignores: TESTS,
    rules: {
      'no-restricted-syntax': ['error', ...inCore],
      'no-restricted-globals': [
        'error',
        ...worldlyGlobals.map((name) => ({ name, message: 'Core does not touch the world.' })),
      ],
    },
  },
  {
    name: 'tests assert, and all of them run',
    files: ['**/*.test.ts'],
    ...jest.configs['flat/recommended'],
    rules: {
      ...jest.configs['flat/recommended'].rules,
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'fc.assert'] }],
      'jest/no-disabled-tests': 'error',
      'jest/no-commented-out-tests': 'error',
      // The callback of a table takes one parameter a column.
      '@typescript-eslint/max-params': ['error', { max: 5 }],
    },
  },
  {
    name: 'files that configure tools export what the tool wants',
    files: TOOL_CONFIGS,
    rules: { 'no-restricted-syntax': 'off' },
  },
  { files: ['**/*.{js,mjs}'], ...tseslint.configs.disableTypeChecked },
);
