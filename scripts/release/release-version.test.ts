import { expect, test } from '@jest/globals';
import { compareVersions, parseVersion, plainVersion, tagOf } from './release-version.ts';

test.each(['v0.1.0', 'v1.2.3', 'v10.20.30', 'v1.0.0-rc.1'])('%s is a version', (tag) => {
  const version = parseVersion(tag);
  expect(version && tagOf(version)).toBe(tag);
});

test.each(['', '1.2.3', 'v1', 'v1.2', 'v1.2.3.4', 'v01.2.3', 'v1.2.3-beta', 'v1.2.3-rc.0', 'v1.2.3\n'])(
  '%j is none',
  (tag) => {
    expect(parseVersion(tag)).toBeUndefined();
  },
);

test('numbers are compared as numbers, and a candidate comes before its release', () => {
  const tags = ['v1.10.0', 'v1.9.9', 'v2.0.0-rc.2', 'v2.0.0', 'v2.0.0-rc.10', 'v1.9.10'];
  const sorted = tags
    .map(parseVersion)
    .filter((version) => version !== undefined)
    .sort(compareVersions);
  expect(sorted.map(plainVersion)).toEqual([
    '1.9.9',
    '1.9.10',
    '1.10.0',
    '2.0.0-rc.2',
    '2.0.0-rc.10',
    '2.0.0',
  ]);
});
