import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type HttpAnswer, type HttpRequest, listenOnLoopback } from '../../../../lab/loopback-server.ts';
import type { Message } from '../ports.ts';
import { Webhook } from './webhook.ts';

const MESSAGE: Message = {
  topic: 'orders',
  partition: 3,
  offset: 17n,
  end: 18n,
  key: 'ü 1',
  value: Buffer.from('paid'),
};
const NEVER = new AbortController().signal;

const status = (code: number, headers = {}): HttpAnswer => ({
  status: code,
  contentType: 'text/plain',
  body: '',
  headers,
});

let seen: HttpRequest[];
let answer: (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;
let server: Awaited<ReturnType<typeof listenOnLoopback>>;

beforeEach(async () => {
  seen = [];
  answer = () => status(200);
  server = await listenOnLoopback((request) => {
    seen.push(request);
    return answer(request);
  });
});

afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

const webhook = (
  more: { token?: string; timeoutMs?: number; url?: string; checkUrl?: string } = {},
): Webhook =>
  new Webhook({
    url: `${server.url}/do`,
    checkUrl: `${server.url}/done/{key}`,
    token: '',
    timeoutMs: 5_000,
    ...more,
  });

test('a message is one POST with its idempotency key, its place and a token', async () => {
  await webhook({ token: 'secret' }).run(MESSAGE, 'orders/3/17', NEVER);
  expect(seen).toMatchObject([
    {
      method: 'POST',
      body: 'paid',
      headers: {
        'idempotency-key': 'orders%2F3%2F17',
        authorization: 'Bearer secret',
        'kafka-topic': 'orders',
        'kafka-partition': '3',
        'kafka-offset': '17',
        'kafka-key': '%C3%BC%201',
      },
    },
  ]);
});

test.each([
  [200, 'done'],
  [204, 'done'],
  [400, 'refused'],
  [404, 'refused'],
  [429, 'not-done'],
  // Something between may have given up on a receiver that did it.
  [408, 'unknown'],
  [500, 'unknown'],
  [504, 'unknown'],
])('an answer of %i means: %s', async (code, outcome) => {
  answer = () => status(code);
  expect(await webhook().run(MESSAGE, 'k', NEVER)).toMatchObject({ outcome });
});

test('a receiver that nobody reaches has done nothing', async () => {
  await server[Symbol.asyncDispose]();
  const url = server.url;
  server = await listenOnLoopback(() => status(200));
  expect(await webhook({ url }).run(MESSAGE, 'k', NEVER)).toMatchObject({ outcome: 'not-done' });
});

test('a receiver that says nothing in time, or until the end, may have done it', async () => {
  answer = () => new Promise(() => undefined);
  expect(await webhook({ timeoutMs: 50 }).run(MESSAGE, 'k', NEVER)).toMatchObject({ outcome: 'unknown' });
  expect(await webhook().run(MESSAGE, 'k', AbortSignal.timeout(50))).toMatchObject({ outcome: 'unknown' });
});

test('a token is not carried to where a receiver redirects', async () => {
  answer = () => status(307, { location: `${server.url}/elsewhere` });
  expect(await webhook({ token: 'secret' }).run(MESSAGE, 'k', NEVER)).toMatchObject({ outcome: 'unknown' });
  expect(seen.map(({ url }) => url.pathname)).toEqual(['/do']);
});

test.each([
  [200, 'done'],
  [404, 'not-done'],
  [401, 'unknown'],
  [503, 'unknown'],
])('a check that is answered by %i means: %s', async (code, finding) => {
  answer = () => status(code);
  expect(await webhook().check('a/b')).toBe(finding);
  expect(seen.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual(['GET /done/a%2Fb']);
});

test('without a check there is none, and one that does not answer knows nothing', async () => {
  const unchecked = new Webhook({ url: server.url, checkUrl: undefined, token: '', timeoutMs: 50 });
  expect(await unchecked.check('k')).toBe('no-check');
  answer = () => new Promise(() => undefined);
  expect(await webhook({ timeoutMs: 50 }).check('k')).toBe('unknown');
});
