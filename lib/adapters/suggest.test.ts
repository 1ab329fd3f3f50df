import { expect, test } from '@jest/globals';
import { suggest } from './suggest.ts';

test.each([
  ['partitons', ['partitions', 'config'], 'partitions'],
  ['replicationfactor', ['partitions', 'replicationFactor'], 'replicationFactor'],
  ['retension.ms', ['retention.ms', 'segment.ms'], 'retention.ms'],
  ['knid', ['kind', 'kin'], undefined],
  ['kin', ['kind'], 'kind'],
  ['elephant', ['kind', 'spec'], undefined],
])('%s of %j is %s', (word, known, meant) => {
  expect(suggest(word, known)).toBe(meant);
});
