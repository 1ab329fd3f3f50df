import { expect, test } from '@jest/globals';
import { readCheck } from './check-result.ts';

const LOCATION = { sourceIndex: 0, ranges: [{ start: { line: 3, character: 0 }, end: { line: 3 } }] };

test('each finding has its rule and its line', () => {
  const warning = {
    ruleName: 'StageNameCasing',
    description: 'Stage names should be lowercase',
    url: 'https://docs.docker.com/go/dockerfile/rule/stage-name-casing/',
    detail: "Stage name 'Build' should be lowercase",
    location: LOCATION,
  };
  expect(readCheck(JSON.stringify({ warnings: [warning], sources: [] }), 'app/Dockerfile')).toEqual({
    kind: 'checked',
    warnings: [
      {
        rule: 'StageNameCasing',
        message: "Stage name 'Build' should be lowercase",
        url: warning.url,
        place: { file: 'app/Dockerfile', line: 3, column: 1 },
      },
    ],
  });
});

test('a Dockerfile that cannot be read', () => {
  const buildError = { message: 'unknown instruction: FOO', location: LOCATION };
  expect(readCheck(JSON.stringify({ buildError }), 'Dockerfile')).toEqual({
    kind: 'failed',
    failure: {
      kind: 'dockerfile',
      because: 'unknown instruction: FOO',
      place: { file: 'Dockerfile', line: 3, column: 1 },
    },
  });
});

test('nothing found, and no answer', () => {
  expect(readCheck('{}', 'Dockerfile')).toEqual({ kind: 'checked', warnings: [] });
  expect(readCheck('unknown flag: --call', 'Dockerfile')).toBeUndefined();
});
