import { expect, test } from '@jest/globals';
import { keepsSecrets, parseChallenge } from './challenge.ts';

test('a challenge is read whatever its case and its order', () => {
  expect(parseChallenge('Basic realm="registry",service="ecr"')).toEqual({ scheme: 'basic' });
  expect(
    parseChallenge('bearer scope="repository:a/b:pull,push",Service="s",REALM="https://auth.example/t?x=1"'),
  ).toEqual({
    scheme: 'bearer',
    realm: new URL('https://auth.example/t?x=1'),
    service: 's',
    scope: 'repository:a/b:pull,push',
  });
});

test.each(['', 'Negotiate', 'Bearer', 'Bearer realm="not an address"', 'Bearer service="s"', 'Basicx'])(
  '%j is nothing that we can answer',
  (header) => {
    expect(parseChallenge(header)).toBeUndefined();
  },
);

test.each([
  ['https://registry.example', true],
  ['http://127.0.0.1:5000', true],
  ['http://localhost:5000', true],
  ['http://[::1]:5000', true],
  ['http://registry.example', false],
  ['http://127.0.0.1.evil.example', false],
  ['http://10.0.0.1', false],
  ['ftp://localhost', false],
])('a password may go to %s: %s', (address, may) => {
  expect(keepsSecrets(new URL(address))).toBe(may);
});
