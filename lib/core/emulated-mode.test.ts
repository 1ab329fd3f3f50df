import { expect, test } from '@jest/globals';
import { emulatedMode } from './emulated-mode.ts';
import { describeProblem } from './problem.ts';
import { environmentDocument } from '../../test/builders/environment-document.ts';

function told(mode: string, endpoint?: string): string[] {
  const { content } = environmentDocument('lab', { mode });
  return content === undefined ? ['nothing'] : emulatedMode(content, endpoint).map(describeProblem);
}

test.each(['http://127.0.0.1:4566', 'https://localhost:4566', 'http://[::1]:4566'])(
  'the lab is at %s',
  (endpoint) => {
    expect(told('integration', endpoint)).toEqual([]);
    expect(told('testing', endpoint)).toEqual([]);
  },
);

test.each<[string | undefined, string]>([
  [undefined, 'is not set'],
  ['https://ec2.eu-west-1.amazonaws.com', 'is https://ec2.eu-west-1.amazonaws.com'],
  ['http://127.0.0.1.example.com', 'is http://127.0.0.1.example.com'],
  ['127.0.0.1', 'is 127.0.0.1'],
])('the endpoint %s is no emulator on this machine', (endpoint, what) => {
  const problem = `environments/lab.yaml:1:1: the mode is for an emulated AWS on this machine, and AWS_ENDPOINT_URL ${what}. Set it as \`npm run lab -- up\` prints it, or correct the mode.`;
  expect(told('integration', endpoint)).toEqual([problem]);
  expect(told('testing', endpoint)).toEqual([problem]);
});

test('any other mode may reach AWS', () => {
  expect(told('production')).toEqual([]);
  expect(told('development')).toEqual([]);
});
