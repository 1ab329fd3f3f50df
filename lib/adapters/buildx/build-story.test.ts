import { expect, test } from '@jest/globals';
import { BuildStory } from './build-story.ts';
import type { Step } from './raw-progress.ts';

const STEP: Step = {
  digest: '1',
  name: '[1/2] FROM base',
  isCached: false,
  started: '',
  completed: '',
  error: '',
};

function story() {
  const lines: string[] = [];
  const told = new BuildStory((line) => void lines.push(line));
  const take = (...steps: readonly Partial<Step>[]): void => {
    const message = { steps: steps.map((step) => ({ ...STEP, ...step })), logs: [], warnings: [] };
    told.take({ kind: 'message', message });
  };
  return { lines, told, take };
}

const BEGUN = { started: '2026-01-01T00:00:00Z' };
const DONE = { ...BEGUN, completed: '2026-01-01T00:00:02.5Z' };

test('each step is named once when it begins and once when it ends', () => {
  const { lines, take } = story();
  take({}, BEGUN, BEGUN, DONE, BEGUN, DONE);
  take({ digest: '2', name: '[2/2] COPY', ...DONE, isCached: true });
  take({ digest: '3', name: '[internal] load', ...DONE, error: 'not found' });
  expect(lines).toEqual([
    '#1 [1/2] FROM base',
    '#1 done in 2.5 s',
    '#2 [2/2] COPY',
    '#2 cached',
    '#3 [internal] load',
    '#3 failed: not found',
  ]);
});

test('BuildKit’s own steps are not counted', () => {
  const { told, take } = story();
  const own = [
    '[internal] load build context',
    '[context base] OCI load from client',
    'exporting to oci image format',
  ];
  const theirs = ['[1/2] FROM base', '[build 2/2] COPY a b', '[linux/arm64 stage-1 1/3] RUN make'];
  take(...[...own, ...theirs].map((name) => ({ digest: name, name, ...DONE })));
  expect(told.steps.map(({ name }) => name)).toEqual(theirs);
});

test('a build that says too much is cut short, and that is said', () => {
  const { lines, told } = story();
  const text = 'x\n'.repeat(6_000);
  told.take({ kind: 'message', message: { steps: [], logs: [{ step: '1', text }], warnings: [] } });
  expect(lines).toHaveLength(5_001);
  expect(lines.at(-1)).toBe('The build says more than is shown here.');
});

test('only the last of the text is kept', () => {
  const { told } = story();
  for (let line = 0; line < 1_000; line += 1) told.take({ kind: 'text', line: String(line) });
  expect([told.text.length, told.text.at(-1)]).toEqual([400, '999']);
});
