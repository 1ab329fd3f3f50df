import { describe, expect, test } from '@jest/globals';
import { scratchProject } from './scratch-project.ts';

describe('dead code', () => {
  const project = scratchProject({
    'actions/hello/src/main.ts': "import { used } from '../../../lib/parts.ts';\n\nused();\n",
    'lib/parts.ts': 'export function used(): void {}\n',
  });
  const look = async (...args: readonly string[]): Promise<unknown> =>
    await project.run('knip', '--no-progress', '--no-config-hints', ...args);

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
  }, 120_000);
});

describe('code that only its test needs', () => {
  const project = scratchProject({
    'package.json':
      '{ "name": "scratch", "type": "module", "devDependencies": { "@jest/globals": "*", "jest": "*" } }',
    'actions/hello/src/main.ts': "console.log('hello');\n",
    'lib/pet.ts': 'export const pet = 1;\n',
    'lib/pet.test.ts':
      "import { expect, test } from '@jest/globals';\nimport { pet } from './pet.ts';\n\ntest('a', () => {\n  expect(pet).toBe(1);\n});\n",
  });

  test('fails', async () => {
    const { code, output } = await project.run('knip', '--production', '--no-progress', '--no-config-hints');
    expect(output).toMatch(/^Unused files \(1\)\nlib\/pet\.ts/m);
    expect(code).toBe(1);
  }, 120_000);
});
