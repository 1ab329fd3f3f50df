import { describe, expect, test } from '@jest/globals';
import { errorName, isRetriable } from './error-codes.ts';

describe('error codes', () => {
  test.each([
    [-1, 'UNKNOWN_SERVER_ERROR'],
    [0, 'NONE'],
    [3, 'UNKNOWN_TOPIC_OR_PARTITION'],
    [36, 'TOPIC_ALREADY_EXISTS'],
    [84, 'ELECTION_NOT_NEEDED'],
    [89, 'THROTTLING_QUOTA_EXCEEDED'],
    [119, 'INVALID_REGISTRATION'],
    [133, 'SHARE_SESSION_LIMIT_REACHED'],
    [134, 'ERROR_134'],
  ])('%i is %s', (code, name) => {
    expect(errorName(code)).toBe(name);
  });

  test.each([
    [0, false],
    [3, true],
    [6, true],
    [7, true],
    [19, true],
    [20, true],
    [29, false],
    [38, false],
    [41, true],
    [134, false],
  ])('%i may be tried again: %s', (code, retriable) => {
    expect(isRetriable(code)).toBe(retriable);
  });
});
