import { describe, expect, test } from '@jest/globals';
import { scratchProject } from './scratch-project.ts';

describe('dead code', () => {
  const project = scratchProject({
    'scripts/start.ts': "import { used } from '../lib/parts.ts';\n\nused();\n",
    'lib/parts.ts': 'export function used(): void {}\n',
  });
  const look = async (): Promise<unknown> => await project.run('knip', '--no-progress', '--no-config-hints');

  test('code that is used passes; an unused export, file or dependency fails', async () => {
    expect(await look()).toMatchObject({ code: 0 });
    project.write({
      'package.json': '{ "name": "scratch", "type": "module", "dependencies": { "yaml": "*" } }',
      'lib/parts.ts': 'export function used(): void {}\nexport function forgotten(): void {}\n',
      'lib/lonely.ts': 'export const a = 1;\n',
    });
    const outcome = await look();
    expect(outcome).toMatchObject({ code: 1 });
    expect(outcome).toMatchObject({ output: expect.stringMatching(/^forgotten .*lib\/parts\.ts/m) });
    expect(outcome).toMatchObject({ output: expect.stringMatching(/^Unused files \(1\)\nlib\/lonely\.ts/m) });
    expect(outcome).toMatchObject({ output: expect.stringMatching(/^yaml .*package\.json/m) });
  }, 30_000);
});
