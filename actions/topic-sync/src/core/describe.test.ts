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

test('a value of megabytes is shown by its beginning', () => {
  const shown = describeValue('message.format.version', 'v'.repeat(10_000_000));
  expect(shown).toBe(`${'v'.repeat(299)}… (10000000 characters in all)`);
});
