import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { slack } from './slack.ts';

const TIMEOUT_MS = 50;

let silent: Server;
let url = '';

beforeEach(async () => {
  silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  url = `http://127.0.0.1:${String((silent.address() as AddressInfo).port)}/`;
});

afterEach(() => {
  delete process.env['SLACK_API_URL'];
  silent.close();
  silent.closeAllConnections();
});

test('a webhook that never answers is given up', async () => {
  await expect(slack({ kind: 'webhook', url }, TIMEOUT_MS)('hello')).rejects.toThrow('Check the webhook');
});

test('an API that never answers is given up', async () => {
  process.env['SLACK_API_URL'] = url;
  const post = slack({ kind: 'channel', token: 'xoxb', channel: '#kafka' }, TIMEOUT_MS);
  await expect(post('hello')).rejects.toThrow('timeout');
}, 20_000);

test('an API that says to wait for an hour is not waited for', async () => {
  await using busy = createServer((_, answer) => {
    answer.writeHead(429, { 'retry-after': '3600' }).end();
  }).listen(0, '127.0.0.1');
  await once(busy, 'listening');
  process.env['SLACK_API_URL'] = `http://127.0.0.1:${String((busy.address() as AddressInfo).port)}/`;
  const post = slack({ kind: 'channel', token: 'xoxb', channel: '#kafka' });
  await expect(post('hello')).rejects.toThrow('rate-limit');
}, 20_000);
