import { describe, expect, test } from '@jest/globals';
import { ApiUnsupported, negotiate } from './api.ts';

describe('negotiate', () => {
  test.each([
    ['the highest of both', { min: 1, max: 4 }, { min: 0, max: 9 }, 4],
    ['what an older broker knows', { min: 1, max: 4 }, { min: 0, max: 2 }, 2],
    ['a broker that is too old', { min: 5, max: 7 }, { min: 0, max: 4 }, undefined],
    ['a broker that has dropped ours', { min: 1, max: 4 }, { min: 5, max: 9 }, undefined],
    ['a broker without the API', { min: 0, max: 0 }, undefined, undefined],
  ])('%s', (_what, ours, theirs, version) => {
    expect(negotiate(ours, theirs)).toBe(version);
  });
});

describe('ApiUnsupported', () => {
  const api = { name: 'DescribeQuorum', versions: { min: 0, max: 2 } };

  test('names the API, the broker and both ranges', () => {
    expect(new ApiUnsupported(api, 'b:9092', { min: 3, max: 4 }).message).toBe(
      'DescribeQuorum: broker b:9092 knows versions 3 to 4, this program knows versions 0 to 2. ' +
        'Use a Kafka release from 2.4 to 4.x, in KRaft mode for the quorum.',
    );
  });

  test('or says that the API is not there', () => {
    expect(new ApiUnsupported(api, 'b:9092', undefined).message).toContain('b:9092 does not have the API');
  });
});
