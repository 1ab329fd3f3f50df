import { expect, test } from '@jest/globals';
import { tokenPayload } from './token-payload.ts';

const payload = (text: string): string => Buffer.from(text).toString('base64url');

test('the claims are read without the key', () => {
  expect(tokenPayload(`e30.${payload('{"sub":"repo:org/répo"}')}.signature`)).toEqual({
    sub: 'repo:org/répo',
  });
});

test.each(['', 'no-token', 'a.b.c', `a.${payload('null')}.c`, `a.${payload('"text"')}.c`])(
  'a text that is no token has none: %s',
  (text) => {
    expect(tokenPayload(text)).toEqual({});
  },
);
