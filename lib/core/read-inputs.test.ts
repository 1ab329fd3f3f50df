import { describe, expect, test } from '@jest/globals';
import { describeProblem } from './problem.ts';
import {
  boolean,
  duration,
  type InputReader,
  list,
  oneOf,
  readInputs,
  requiredText,
  splitList,
  text,
  wholeNumber,
} from './read-inputs.ts';

function read<T>(given: string | undefined, reader: InputReader<T>): unknown {
  const outcome = readInputs({ it: given }, { it: reader });
  return outcome.ok ? outcome.value.it : outcome.problems.map(describeProblem);
}

const notAllowed = (given: string, allowed: string): string[] => [
  `input it: "${given}" is not allowed. Give ${allowed}.`,
];

describe('what is not given takes its default', () => {
  test.each<[string, InputReader<unknown>, unknown]>([
    ['text', text('x'), 'x'],
    ['boolean', boolean(true), true],
    ['one of', oneOf(['a', 'b'], 'b'), 'b'],
    ['duration', duration('5m'), 300_000],
    ['whole number', wholeNumber(3, 1, 9), 3],
    ['list', list(['a']), ['a']],
  ])('%s', (_, reader, value) => {
    expect([undefined, '', ' \n '].map((given) => read(given, reader))).toEqual([value, value, value]);
  });

  test('but a required one is a problem', () => {
    const problem = ['input it: it is required and was not given. Give a region.'];
    expect(read(' ', requiredText('a region'))).toEqual(problem);
    expect(read(' eu ', requiredText('a region'))).toBe('eu');
  });
});

describe('booleans', () => {
  test.each([
    ['true', true],
    ['TRUE', true],
    [' False ', false],
  ])('%j', (given, value) => {
    expect(read(given, boolean(!value))).toBe(value);
  });

  test.each(['yes', '1', 'truee', 'constructor', '__proto__', 'valueof'])('%j is none', (given) => {
    expect(read(given, boolean(true))).toEqual(notAllowed(given, 'true or false'));
  });
});

describe('choices', () => {
  test.each(['A', 'c', 'a,b', 'toString'])('%j is none', (given) => {
    expect(read(given, oneOf(['a', 'b'], 'a'))).toEqual(notAllowed(given, 'one of a, b'));
  });
});

describe('whole numbers', () => {
  const number = wholeNumber(3, 1, 100);

  test.each([
    ['1', 1],
    ['007', 7],
    ['100', 100],
  ])('%j', (given, value) => {
    expect(read(given, number)).toBe(value);
  });

  test.each(['0', '101', '-1', '1.0', '1e1', '0x1', 'NaN', 'Infinity', '٣'])('%j is none', (given) => {
    expect(read(given, number)).toEqual(notAllowed(given, 'a whole number from 1 to 100'));
  });
});

describe('durations', () => {
  test.each(['soon', '0s', '0ms', '-1s'])('%j is none, and it is said how one is written', (given) => {
    expect(read(given, duration('5m'))).toEqual(notAllowed(given, 'a duration such as 30s, 5m, 2h or 7d'));
  });

  const timer = duration('5s', { least: '100ms', most: '24d' });

  test.each([
    ['100ms', 100],
    ['24d', 2_073_600_000],
  ])('%s can be waited for', (given, value) => {
    expect(read(given, timer)).toBe(value);
  });

  test.each(['99ms', '25d'])('%s cannot', (given) => {
    const allowed = 'a duration such as 30s, 5m, 2h or 7d, from 100ms to 24d';
    expect(read(given, timer)).toEqual(notAllowed(given, allowed));
  });

  test('an age may be longer than any timer', () => {
    expect(read('90d', duration('30d'))).toBe(7_776_000_000);
  });
});

test.each([
  ['a,b', ['a', 'b']],
  [' a ,\n\n b,, ', ['a', 'b']],
  [',', []],
  ['a/{b,c}/*.{yml,yaml},d\n{e', ['a/{b,c}/*.{yml,yaml}', 'd', '{e']],
])('%j is the list %j', (given, items) => {
  expect(splitList(given)).toEqual(items);
  expect(read(given, list(['x']))).toEqual(items);
});

test('all wrong inputs are reported together, in the order of their readers', () => {
  const outcome = readInputs(
    { c: 'x', a: 'x', b: 'true' },
    { a: boolean(true), b: boolean(true), c: wholeNumber(1, 1, 2) },
  );
  expect(outcome.ok ? [] : outcome.problems.map(({ where }) => where)).toEqual(['input a', 'input c']);
});

test('what no reader asks for is no input', () => {
  expect(readInputs({ a: 'true', other: 'x' }, { a: boolean(false) })).toEqual({
    ok: true,
    value: { a: true },
  });
});
