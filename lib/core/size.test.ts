import { expect, test } from '@jest/globals';
import { parseSize } from './size.ts';

test.each([
  ['1KiB', 1_024n],
  ['3MiB', 3_145_728n],
  ['1GiB', 1_073_741_824n],
  ['20MB', 20_000_000n],
  ['9007199254740993KB', 9_007_199_254_740_993_000n],
  ['1 GiB', undefined],
  ['1gib', undefined],
  ['-1GB', undefined],
  ['1.5GB', undefined],
  ['1024', undefined],
])('%s is %s bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});
