import { describe, expect, test } from '@jest/globals';
import { canonical, sameValue } from './config-value.ts';
import type { ConfigType } from './topic.ts';

describe('sameValue', () => {
  test.each<[ConfigType, string, string, boolean]>([
    ['LONG', '604800000', '604800000', true],
    ['LONG', '0604800000', '604800000', true],
    ['LONG', '9223372036854775807', '9223372036854775806', false],
    ['DOUBLE', '0.50', '0.5', true],
    ['DOUBLE', '5e-1', '.5', true],
    ['DOUBLE', '0.005', '0.01', false],
    ['BOOLEAN', 'TRUE', 'true', true],
    ['BOOLEAN', 'true', 'false', false],
    ['LIST', 'compact,delete', 'delete, compact', true],
    ['LIST', 'compact', 'compact,delete', false],
    ['LIST', '', '', true],
    ['STRING', 'gzip', 'GZIP', false],
    ['STRING', ' 3.0 ', '3.0', true],
    ['STRING', 'a  b', 'a b', false],
    ['UNKNOWN', '0.50', '0.5', false],
    ['INT', 'abc', '12', false],
  ])('%s: %j and %j are the same: %s', (type, one, other, same) => {
    expect(sameValue(type, one, other)).toBe(same);
  });
});

test.each<[ConfigType, string]>([
  ['LONG', '9223372036854775808'],
  ['INT', '2147483648'],
  ['SHORT', '32768'],
  ['LONG', '1e3'],
  ['LONG', ''],
  ['DOUBLE', 'half'],
  ['BOOLEAN', 'yes'],
])('%s has no value %j', (type, text) => {
  expect(canonical(type, text)).toBeUndefined();
});
