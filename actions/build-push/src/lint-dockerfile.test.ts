import { expect, test } from '@jest/globals';
import { readDockerfile } from '../../../lib/adapters/dockerfile.ts';
import { lintDockerfile } from './core/lint-dockerfile.ts';
import { notReusable } from './core/reusable.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const PINNED = `node:24@${DIGEST}`;

const lint = (text: string, buildArgs: Record<string, string> = {}, target = '') =>
  lintDockerfile(readDockerfile(text), { file: 'Dockerfile', target, buildArgs }).map(
    ({ rule, problem }) => `${String(problem.place?.line)} ${rule}`,
  );

test('a plain hardened Dockerfile has nothing to mend', () => {
  const text = `ARG BASE\nFROM scratch AS bundle\nCOPY a /a\nFROM \${BASE}\nCOPY --from=bundle /a /a\nUSER 65532\nENTRYPOINT ["/a"]`;
  expect(lint(text, { BASE: PINNED })).toEqual([]);
});

test.each<[string, string, Record<string, string>, string[]]>([
  ['a base by tag', 'FROM node:24', {}, ['1 base-pinned']],
  ['a base that is the latest', 'FROM node', {}, ['1 base-pinned']],
  ['a base without a value', 'ARG BASE\nFROM ${BASE}', {}, ['2 base-pinned']],
  ['a base by a default', 'ARG BASE=node:24\nFROM $BASE', {}, ['2 base-pinned']],
  ['a pinned default', `ARG BASE=${PINNED}\nFROM \${BASE}`, {}, []],
  [
    'a default that a build-arg replaces',
    `ARG BASE=${PINNED}\nFROM \${BASE}`,
    { BASE: 'node' },
    ['2 base-pinned'],
  ],
  [
    'an ARG after FROM, which a FROM cannot use',
    `FROM scratch\nARG B=${PINNED}\nFROM $B`,
    {},
    ['3 base-pinned'],
  ],
  ['an image that is copied from', 'FROM scratch\nCOPY --from=busybox /bin /bin', {}, ['1 base-pinned']],
  [
    'a mount from an image',
    `FROM ${PINNED}\nRUN --mount=type=bind,from=gcc:13,target=/g true`,
    {},
    ['1 base-pinned'],
  ],
  ['an earlier stage', `FROM ${PINNED} AS one\nFROM one`, {}, []],
  ['a stage by its number', `FROM ${PINNED}\nFROM scratch\nCOPY --from=0 /a /a`, {}, []],
  ['a stage that is not used', `FROM node AS debug\nFROM ${PINNED}`, {}, []],
  ['a password in ENV', `FROM ${PINNED}\nENV DB_PASSWORD=x`, {}, ['2 no-secret-settings']],
  ['a token in ARG', `FROM ${PINNED}\nARG NPM_TOKEN`, {}, ['2 no-secret-settings']],
  ['a key in camel case', `FROM ${PINNED}\nENV awsSecretKey=x`, {}, ['2 no-secret-settings']],
  ['a token before FROM', `ARG GITHUB_TOKEN\nFROM ${PINNED}`, {}, ['1 no-secret-settings']],
  ['where a secret is', `FROM ${PINNED}\nENV PASSWORD_FILE=/run/p TOKENIZER=a KEYSTORE_PATH=/k`, {}, []],
  ['an empty ENV', `FROM ${PINNED}\nENV PASSWORD=`, {}, []],
  ['a fetched file', `FROM ${PINNED}\nADD https://example.com/a /a`, {}, ['2 add-checksum']],
  ['a checked file', `FROM ${PINNED}\nADD --checksum=sha256:aa https://example.com/a /a`, {}, []],
  [
    'a script from the network',
    `FROM ${PINNED}\nRUN curl -s https://x | sudo bash`,
    {},
    ['2 no-piped-shell'],
  ],
  ['a shell-form ENTRYPOINT', `FROM ${PINNED}\nENTRYPOINT node a.js`, {}, ['2 exec-form']],
  ['a shell-form CMD alone', `FROM ${PINNED}\nCMD node a.js`, {}, ['2 exec-form']],
  ['arguments in CMD', `FROM ${PINNED}\nENTRYPOINT ["a"]\nCMD b`, {}, []],
  [
    'an ENTRYPOINT of the stage below',
    `FROM ${PINNED} AS one\nENTRYPOINT a\nFROM one\nUSER 1`,
    {},
    ['2 exec-form'],
  ],
])('%s', (_, text, buildArgs, expected) => {
  expect(lint(text, buildArgs)).toEqual(expected);
});

test('a target that is not there, and a file without a stage', () => {
  expect(lint(`FROM ${PINNED} AS one`, {}, 'two')).toEqual(['1 target']);
  expect(lint('# nothing')).toEqual(['1 target']);
});

test('only what the target is made of is judged', () => {
  expect(lint(`FROM ${PINNED} AS one\nFROM node AS two`, {}, 'one')).toEqual([]);
});

const reuse = (text: string, secrets: string[] = []) =>
  notReusable(readDockerfile(text), { target: '', buildArgs: {}, secrets });

test('files alone make the same image again', () => {
  expect(reuse(`FROM ${PINNED}\nCOPY a /a\nRUN --network=none make`)).toEqual([]);
});

test('what the network or a secret gives may be another thing next time', () => {
  expect(reuse(`FROM ${PINNED}\nRUN npm ci`)).toEqual([expect.stringContaining('line 2')]);
  expect(reuse(`FROM ${PINNED}`, ['npm'])).toEqual([expect.stringContaining('npm')]);
  expect(reuse(`FROM ${PINNED} AS unused\nRUN npm ci\nFROM ${PINNED}`)).toEqual([]);
});

test('what reads the file, and a cache, may be another one next time', () => {
  expect(reuse(`# syntax=docker/dockerfile:1\nFROM ${PINNED}`)).toEqual([
    expect.stringContaining('docker/dockerfile:1'),
  ]);
  expect(reuse(`# syntax=docker/dockerfile@${DIGEST}\nFROM ${PINNED}`)).toEqual([]);
  expect(reuse(`FROM ${PINNED}\n# syntax=docker/dockerfile:1`)).toEqual([]);
  expect(reuse(`FROM ${PINNED}\nRUN --network=none --mount=type=cache,target=/c make`)).toEqual([
    expect.stringContaining('cache'),
  ]);
});
