import { describe, expect, test } from '@jest/globals';
import { inputVariables, readCommandFile } from './runner-files.ts';

describe('readCommandFile', () => {
  test('reads plain lines and blocks, also empty ones and ones that hold other formats', () => {
    const text =
      'status=completed\nlist<<ghadelimiter_1\n[\n  "a=b<<c"\n]\nghadelimiter_1\nnone<<X\nX\nurl=a=b\n';
    expect(readCommandFile(text)).toEqual({
      status: 'completed',
      list: '[\n  "a=b<<c"\n]',
      none: '',
      url: 'a=b',
    });
  });

  test.each([
    ['no end', 'list<<END\n1\n', 'the value of list has no end'],
    ['no name', 'something\n', 'neither name=value nor name<<DELIMITER'],
  ])('refuses %s', (_, text, message) => {
    expect(() => readCommandFile(text)).toThrow(message);
  });
});

test('inputs become variables as the runner writes them', () => {
  expect(inputVariables({ 'dry-run': 'false', 'two words': 'x' })).toEqual({
    'INPUT_DRY-RUN': 'false',
    INPUT_TWO_WORDS: 'x',
  });
});
