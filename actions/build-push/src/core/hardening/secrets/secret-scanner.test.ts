import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ByteScanner, ScanHit } from '../../../../../../lib/core/byte-scanner.ts';
import { filler, pem, SECRET_SAMPLES } from '../../../../../../test/builders/secret-samples.ts';
import { SECRET_PATTERNS } from './secret-patterns.ts';
import { secretScanner } from './secret-scanner.ts';

const KNOWN = { name: 'DEPLOY_KEY', value: 'correct horse: battery staple\n' };
const scanner = secretScanner([KNOWN]);

function found(
  text: string | Buffer,
  by: ByteScanner = scanner,
  pieces: readonly number[] = [],
): readonly ScanHit[] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const scan = by.scan();
  let at = 0;
  for (const size of pieces) {
    scan.write(Buffer.from(bytes.subarray(at, at + size)));
    at += size;
  }
  scan.write(bytes.subarray(at));
  return scan.end();
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

test('there is a sample of every kind', () => {
  const kinds = new Set(SECRET_PATTERNS.map(({ title }) => title));
  expect(new Set(SECRET_SAMPLES.map(([title]) => title))).toEqual(kinds);
});

test.each(SECRET_SAMPLES)('%s is found, plain and in base64', (pattern, sample) => {
  expect(found(`x = '${sample}'`)).toMatchObject([{ pattern, encoding: 'plain' }]);
  for (const before of ['', 'a', 'ab', 'abc']) {
    const hits = found(`data: ${base64(`${before}\n${sample}`)}`);
    expect(hits).toContainEqual(expect.objectContaining({ pattern, encoding: 'base64' }));
  }
});

test.each([
  ['the keys of the AWS documentation', 'AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
  ['the same in a setting', 'aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
  ['a longer word around it', `XAKIA${filler(16, 'QWERTZ234567')}`],
  ['a longer word behind it', `AKIA${filler(17, 'QWERTZ234567')}`],
  ['one character over and over', `ghp_${'x'.repeat(36)}`],
  ['a program that knows the form of a key', '"-----BEGIN PRIVATE KEY-----" + body + "-----END'],
  ['a certificate', pem('').replaceAll('PRIVATE KEY', 'CERTIFICATE')],
  ['a public key', pem('').replaceAll('PRIVATE KEY', 'PUBLIC KEY')],
  ['a token that is given later', '//npm.example.com/:_authToken=${NPM_TOKEN}'],
  ['a member of a program', 'this._authToken=options.authTokenFromEnvironment1'],
  ['a password that is given later', 'ScramLoginModule required username="a" password="${PASSWORD}";'],
  ['an auth that is no login', `{"auth": "${base64('just some words here')}"}`],
  ['the token of jwt.io', `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${filler(43)}`],
  ['the beginning of a token alone', 'eyJhbGciOiJIUzI1NiJ9'],
])('%s is no secret', (_, text) => {
  expect(found(text)).toEqual([]);
  expect(found(base64(text))).toEqual([]);
});

test('a known value is found by its name, as it is and in base64', () => {
  const value = KNOWN.value.trim();
  const pattern = 'the value of DEPLOY_KEY';
  expect(found(`key=${value}!`)).toEqual([{ pattern, offset: 4, encoding: 'plain' }]);
  expect(found(base64(`aa${value}bb`))).toMatchObject([{ pattern, encoding: 'base64' }]);
  expect(found(value.slice(0, -1))).toEqual([]);
});

test('a known value of any bytes is found, and one that is too short for it is passed over', () => {
  const odd = secretScanner([
    { name: 'ODD', value: 'grüße+/日本' },
    { name: 'SHORT', value: 'abcde' },
    { name: 'NONE', value: '' },
  ]);
  expect(found(base64('say grüße+/日本 now').replaceAll('+', '-').replaceAll('/', '_'), odd)).toHaveLength(1);
  expect(found('abcde '.repeat(9), odd)).toEqual([]);
});

test('the value is not in what is told', () => {
  const [, sample] = SECRET_SAMPLES[0] ?? ['', ''];
  expect(JSON.stringify(found(sample))).not.toContain(sample.slice(4));
});

test('of one file the first ten are told', () => {
  expect(found(`${SECRET_SAMPLES[0]?.[1] ?? ''} `.repeat(30))).toHaveLength(10);
});

test('a secret is found where it is, wherever the file is cut', () => {
  const noise = fc.string({ maxLength: 6_000 }).map((text) => text.replaceAll(/[^a-f \n]/g, ' '));
  const pieces = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 12 });
  fc.assert(
    fc.property(fc.constantFrom(...SECRET_SAMPLES), noise, noise, pieces, ([pattern, sample], a, b, cuts) => {
      const text = `${a}\n${sample}\n${b}`;
      const whole = found(text);
      expect(whole).toMatchObject([{ pattern }]);
      expect(found(text, scanner, cuts)).toEqual(whole);
      expect(found(text, scanner, Array<number>(text.length).fill(1))).toEqual(whole);
    }),
    { numRuns: 40 },
  );
});

test('a known value in base64 is found after any bytes', () => {
  const bytes = fc.uint8Array({ maxLength: 100 });
  fc.assert(
    fc.property(bytes, bytes, fc.integer({ min: 0, max: 200 }), (before, after, cut) => {
      const text = Buffer.concat([before, Buffer.from(KNOWN.value), after]).toString('base64');
      expect(found(text, scanner, [cut]).map(({ pattern }) => pattern)).toContain('the value of DEPLOY_KEY');
    }),
  );
});
