import { expect, test } from '@jest/globals';
import { describeProblem } from '../core/problem.ts';
import { placeAt, plainValue, valueAt } from '../core/source-value.ts';
import { readYaml } from './yaml-document.ts';

const problems = (text: string): string[] => readYaml('x.yaml', text).problems.map(describeProblem);

test('keeps digits and places', () => {
  const [document] = readYaml('x.yaml', '# a comment\na:\n  - b: 0.50\n').documents.values();
  const found = document && valueAt(document, ['a', 0, 'b']);
  expect(found).toEqual({
    kind: 'scalar',
    place: { file: 'x.yaml', line: 3, column: 8 },
    text: '0.50',
    value: 0.5,
  });
  expect(document && plainValue(document)).toEqual({ a: [{ b: 0.5 }] });
  expect(document && placeAt(document, ['a', 0, 'c'])).toEqual({ file: 'x.yaml', line: 3, column: 5 });
});

test('reads many documents and passes over empty ones', () => {
  expect(readYaml('x.yaml', '---\n# nothing\n---\na: 1\n---\nb: 2\n').documents).toHaveLength(2);
  expect(readYaml('x.yaml', '')).toEqual({ documents: [], problems: [] });
});

test.each([
  ['a:\n\tb: 1\n', ['x.yaml:2:1: Tabs are not allowed as indentation. Indent with spaces.']],
  ['a: 1\na: 2\n', ['x.yaml:2:1: "a" is at x.yaml:1:1 too. Keep one of the two.']],
  [
    'b: { a: 1, "a": 08 }\n',
    [expect.stringContaining('08 is a'), expect.stringContaining('"a" is at x.yaml:1:6 too')],
  ],
  ['a: *b\n', ['x.yaml:1:4: *b is an alias. Write the value itself out.']],
  [
    'a: &x [1]\nb: [*x, *x]\n',
    expect.arrayContaining(['x.yaml:2:5: *x is an alias. Write the value itself out.']),
  ],
  ['a: &x 1\n', ['x.yaml:1:7: &x is an anchor. Remove it: nothing may refer to it.']],
  ['a: !!int "6"\n', ['x.yaml:1:10: !!int is a tag. Remove it: how a value is read goes by its key.']],
  [
    'a: &m { b: 1 }\nc: !!seq [1]\n',
    [expect.stringContaining('&m is an anchor'), expect.stringContaining('!!seq is')],
  ],
  ['a: !secret b\n', [expect.stringContaining('Unresolved tag: !secret')]],
  ['a: [1\n', [expect.stringContaining('x.yaml:2:1: Flow sequence')]],
  ['? [a]\n: 1\n', [expect.stringContaining('a key is not a plain text')]],
])('%j has %j', (text, expected) => {
  expect(problems(text)).toEqual(expected);
});

test.each(['08', '0777', '1_000', '1:30', '0x1F', '0o17'])(
  '%s is a different number to different readers',
  (text) => {
    expect(problems(`a: ${text}\n`)).toEqual([
      expect.stringContaining(`x.yaml:1:4: ${text} is a different number`),
    ]);
    expect(problems(`a: "${text}"\n`)).toEqual([]);
  },
);

test('of many aliases the first ten are told', () => {
  const told = problems(`b: [${'*x, '.repeat(5_000)}]\n`);
  expect(told).toHaveLength(10);
  expect(told[9]).toBe('x.yaml:1:41: *x is an alias. Write the value itself out. No more of them are told.');
});
