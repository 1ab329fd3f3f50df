import { describe, expect, test } from '@jest/globals';
import { scratchProject } from './scratch-project.ts';

describe('format', () => {
  const project = scratchProject({ 'lib/good.ts': "export const a = 'a';\n" });

  test('a formatted project passes, another fails with the name of the file', async () => {
    const before = await project.run('prettier', '--check', 'lib');
    expect(before).toMatchObject({ code: 0 });
    project.write({ 'lib/bad.ts': 'export const a = "a"' });
    const after = await project.run('prettier', '--check', 'lib');
    expect(after).toMatchObject({ code: 1, output: expect.stringContaining('lib/bad.ts') });
  }, 120_000);
});
