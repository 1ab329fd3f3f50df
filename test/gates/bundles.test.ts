import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { scratchProject } from './scratch-project.ts';

const BUNDLE = 'actions/hello/dist/index.js';

const HELLO = {
  'actions/hello/action.yml': 'inputs:\n  who:\n    description: Whom to greet.\n',
  'actions/hello/src/greet.ts': 'export const greet = (who: string): string => `hello ${who}`;\n',
  'actions/hello/src/main.ts': `import { greet } from './greet.ts';

const who = process.env['INPUT_WHO'] ?? '';
if (who === '?!') {
  console.log('::error::input who: "?!" is not allowed');
  process.exitCode = 1;
} else console.log(greet(who));
`,
};

describe('bundles', () => {
  const project = scratchProject(HELLO);
  const elsewhere = scratchProject(HELLO);
  const crashing = scratchProject({
    ...HELLO,
    'actions/hello/src/main.ts': "throw new Error('cannot even load');\n",
  });
  const wronglyTyped = scratchProject({ ...HELLO, 'actions/hello/src/main.ts': 'const a: string = 1;\n' });
  const none = scratchProject({});

  test('the same sources give the same bytes in another folder', async () => {
    expect(await project.run('scripts/build.ts')).toMatchObject({ code: 0 });
    expect(await elsewhere.run('scripts/build.ts')).toMatchObject({ code: 0 });
    const [here, there] = [project, elsewhere].map(({ root }) => readFileSync(path.join(root, BUNDLE)));
    expect(here).toEqual(there);
  }, 120_000);

  test('a fresh bundle passes; one changed byte is found, and the file is named', async () => {
    expect(await project.run('scripts/check-dist.ts')).toMatchObject({ code: 0 });
    const bytes = readFileSync(path.join(project.root, BUNDLE), 'utf8');
    project.write({ [BUNDLE]: bytes.replace('hello', 'hullo') });
    const { code, output } = await project.run('scripts/check-dist.ts');
    expect(code).toBe(1);
    expect(output).toContain(`${BUNDLE} differs`);
    expect(output).toContain('npm run build');
  }, 120_000);

  test.each([
    ['that cannot load', crashing, 'does not refuse wrong inputs'],
    ['of wrong types', wronglyTyped, 'TS2322'],
    ['of nothing', none, 'TS18003'],
  ])(
    'a bundle %s is not built',
    async (_, { run }, says) => {
      const { code, output } = await run('scripts/build.ts');
      expect(output).toContain(says);
      expect(code).toBe(1);
    },
    120_000,
  );
});
