import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { slackAccess } from './slack-access.ts';

let server: Server | undefined;

afterEach(() => {
  delete process.env['SLACK_API_URL'];
  server?.close();
  server?.closeAllConnections();
});

async function answering(listener: RequestListener): Promise<void> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env['SLACK_API_URL'] = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api/`;
}

test('Slack names the scopes of a token, and is asked for nothing else', async () => {
  const asked: (string | undefined)[] = [];
  await answering((request, response) => {
    asked.push(request.url);
    response.setHeader('x-oauth-scopes', 'chat:write,users:read').end('{"ok":true}');
  });
  expect(await slackAccess('xoxb')).toEqual({ kind: 'known', scopes: ['chat:write', 'users:read'] });
  expect(asked).toEqual(['/api/auth.test']);
});

test('a token that Slack refuses is told with its word', async () => {
  await answering((_, response) => response.end('{"ok":false,"error":"token_revoked"}'));
  expect(await slackAccess('xoxb')).toEqual({ kind: 'refused', reason: 'token_revoked' });
});
