import { expect, test } from '@jest/globals';
import { type FailedBuild, failureOf } from './build-failure.ts';

const SHOWN = [
  'Dockerfile.prod:5',
  '--------------------',
  '   4 |     FROM base',
  '   5 | >>> RUN make',
  '--------------------',
  'ERROR: failed to build: failed to solve: process "make" did not complete successfully: exit code: 2',
];
const FAILED: FailedBuild = {
  file: 'app/Dockerfile.prod',
  step: undefined,
  text: SHOWN,
  isCancelled: false,
  isAnswering: true,
};
const PLACE = { file: 'app/Dockerfile.prod', line: 5, column: 1 };

test('the Dockerfile’s line, and what the step said', () => {
  expect(failureOf({ ...FAILED, step: { name: '[2/2] RUN make', error: 'exit code: 2' } })).toEqual({
    kind: 'dockerfile',
    place: PLACE,
    because: '[2/2] RUN make: exit code: 2',
  });
});

test('the error of buildx where no step failed', () => {
  expect(failureOf(FAILED)).toEqual({
    kind: 'dockerfile',
    place: PLACE,
    because: 'process "make" did not complete successfully: exit code: 2',
  });
});

test.each([
  ['cancelled', { isCancelled: true }, 'cancelled'],
  ['engine-unreachable', { isAnswering: false }, 'went away'],
  ['disk-full', { text: ['ERROR: write /x: no space left on device'] }, 'no room is left'],
  ['other', { text: ['ERROR: failed to solve: open Dockerfile: no such file'] }, 'open Dockerfile'],
  ['other', { text: ['x.txt:12', 'said by a step'] }, 'said by a step'],
  ['other', { text: [] }, 'it said nothing'],
])('%s: %j', (kind, more, says) => {
  expect(failureOf({ ...FAILED, ...more })).toEqual({ kind, because: expect.stringContaining(says) });
});
