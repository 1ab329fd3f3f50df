import path from 'node:path';
import process from 'node:process';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { BAD_SNIPPETS } from './bad-snippets.ts';
import { scratchProject } from './scratch-project.ts';

interface FileReport {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
}

const GOOD: Readonly<Record<string, string>> = {
  'lib/core/clock-free.ts': 'export const later = (now: number): Date => new Date(now + 1000);\n',
  'lib/core/clock-free.test.ts': `import { expect, test } from '@jest/globals';
import { later } from './clock-free.ts';

test('a suite may be long', () => {
${'  expect(later(1).getTime()).toBe(1001);\n'.repeat(60)}});
`,
};

describe('lint', () => {
  const snippets = Object.fromEntries(BAD_SNIPPETS.map(({ file, code }) => [file, code]));
  const project = scratchProject({ ...GOOD, ...snippets });
  const reports = new Map<string, FileReport['messages']>();

  beforeAll(async () => {
    const config = path.join(process.cwd(), 'eslint.config.ts');
    const { output } = await project.run('eslint', '--config', config, '--format', 'json', 'lib', 'actions');
    for (const { filePath, messages } of JSON.parse(output) as FileReport[])
      reports.set(path.relative(project.root, filePath), messages);
  }, 120_000);

  test.each(BAD_SNIPPETS.map((snippet) => ({ says: '', ...snippet })))(
    '$rule refuses $file',
    ({ rule, file, says }) => {
      const message = expect.stringContaining(says);
      expect(reports.get(file)).toContainEqual(expect.objectContaining({ ruleId: rule, message }));
    },
  );

  test.each(Object.keys(GOOD))('nothing is said about %s', (file) => {
    expect(reports.get(file)).toEqual([]);
  });
});
