import { expect, test } from '@jest/globals';
import { describeValue } from './describe.ts';

test.each([
  ['retention.ms', '604800000', '604800000 (7d)'],
  ['retention.ms', '-1', '-1 (without end)'],
  ['cleanup.policy', '', '(empty)'],
  ['flush.messages', '1', '1'],
])('%s %j is shown as %s', (name, value, shown) => {
  expect(describeValue(name, value)).toBe(shown);
});
