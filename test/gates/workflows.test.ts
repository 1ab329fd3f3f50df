import { describe, expect, test } from '@jest/globals';
import { scratchProject } from './scratch-project.ts';

const GOOD = `name: good
on: { push: { branches: [main] } }
permissions: {}
concurrency: { group: good, cancel-in-progress: true }
jobs:
  one:
    name: one
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - name: Say it
        run: echo "\${GITHUB_SHA}"
`;

const BROKEN: readonly [what: string, workflow: string, says: string][] = [
  ['a need that is not there', GOOD.replace('runs-on', 'needs: two\n    runs-on'), 'needs job'],
  ['a script with a mistake', GOOD.replace('"${GITHUB_SHA}"', '$GITHUB_SHA'), 'SC2086'],
  ['an action by its tag', GOOD.replace('run: echo "${GITHUB_SHA}"', 'uses: a/b@v1'), 'unpinned-uses'],
  [
    'the title of a pull request in a script',
    GOOD.replace('"${GITHUB_SHA}"', "'${{ github.event.pull_request.title }}'"),
    'template-injection',
  ],
  ['every permission', GOOD.replace('permissions: {}', 'permissions: write-all'), 'excessive-permissions'],
];

describe('workflows', () => {
  const project = scratchProject({ '.github/workflows/tried.yml': GOOD });

  test('a sound one passes, and each mistake is named', async () => {
    expect(await project.run('scripts/lint-workflows.ts')).toMatchObject({ code: 0 });
    for (const [what, workflow, says] of BROKEN) {
      project.write({ '.github/workflows/tried.yml': workflow });
      const { code, output } = await project.run('scripts/lint-workflows.ts');
      expect([what, code, output.includes(says) ? says : output]).toEqual([what, 1, says]);
    }
  }, 300_000);
});

describe('a folder without workflows', () => {
  const empty = scratchProject({});

  test('does not pass', async () => {
    expect(await empty.run('scripts/lint-workflows.ts')).toMatchObject({ code: 1 });
  }, 300_000);
});
