import { expect, test } from '@jest/globals';
import { type RawItem, RawProgress } from './raw-progress.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const MESSAGE = {
  vertexes: [{ digest: 'sha256:1', name: '[1/1] COPY a /a', started: 's', completed: 'c', cached: true }],
  logs: [{ vertex: 'sha256:1', stream: 1, data: base64('said\n') }],
  warnings: [
    {
      vertex: 'sha256:1',
      short: base64('StageNameCasing: Stage name should be lowercase'),
      url: 'https://docs.example/rule',
      sourceInfo: { filename: 'Dockerfile' },
      range: [{ start: { line: 4 }, end: { line: 4 } }],
    },
  ],
};

function read(text: string): RawItem[] {
  const progress = new RawProgress();
  return text
    .split('\n')
    .map((line) => progress.take(line))
    .filter((item) => item !== undefined);
}

test.each([
  ['on one line', JSON.stringify(MESSAGE)],
  ['on many', JSON.stringify(MESSAGE, null, 2)],
])('a message %s', (_, text) => {
  expect(read(text)).toEqual([
    {
      kind: 'message',
      message: {
        steps: [
          {
            digest: 'sha256:1',
            name: '[1/1] COPY a /a',
            isCached: true,
            started: 's',
            completed: 'c',
            error: '',
          },
        ],
        logs: [{ step: 'sha256:1', text: 'said\n' }],
        warnings: [
          {
            message: 'StageNameCasing: Stage name should be lowercase',
            url: 'https://docs.example/rule',
            file: 'Dockerfile',
            line: 4,
          },
        ],
      },
    },
  ]);
});

test('what is no message is text, braces or not', () => {
  expect(read('{"vertexes": [\nERROR: x\n{}')).toMatchObject([
    { kind: 'text', line: '{"vertexes": [' },
    { kind: 'text', line: 'ERROR: x' },
    { kind: 'message', message: { steps: [] } },
  ]);
});
