import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { githubRunner } from './runner.ts';

const NAMES = ['GITHUB_ACTIONS', 'ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
const before = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));

let issuer: Server;
let asked = 0;
let printed = '';

beforeEach(async () => {
  [asked, printed] = [0, ''];
  issuer = createServer((_, response) => {
    asked += 1;
    response.end(JSON.stringify({ value: 'the-token' }));
  }).listen(0, '127.0.0.1');
  await once(issuer, 'listening');
  const { port } = issuer.address() as AddressInfo;
  process.env['ACTIONS_ID_TOKEN_REQUEST_URL'] = `http://127.0.0.1:${String(port)}/?a=b`;
  process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] = 'x';
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  issuer.close();
  issuer.closeAllConnections();
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
});

test('on GitHub a token is masked before it is given', async () => {
  process.env['GITHUB_ACTIONS'] = 'true';
  expect(await githubRunner().idToken('sts')).toBe('the-token');
  expect(printed).toContain('::add-mask::the-token');
});

test('elsewhere none is asked for, and none is printed', async () => {
  delete process.env['GITHUB_ACTIONS'];
  await expect(githubRunner().idToken('sts')).rejects.toThrow('Only a job on GitHub');
  expect([asked, printed]).toEqual([0, '']);
});
