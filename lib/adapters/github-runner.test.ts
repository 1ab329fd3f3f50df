import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { githubRunner } from './github-runner.ts';
import type { LogLine } from './log-lines.ts';

const NAMES = ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
const before = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));

let issuer: Server;
let printed = '';

beforeEach(async () => {
  printed = '';
  issuer = createServer((_, response) => {
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

test('a token is masked before it is given, in what is copied too', async () => {
  const [runner, copies] = [githubRunner(), [] as LogLine[]];
  runner.copyLines((line) => copies.push(line));
  expect(await runner.idToken('sts')).toBe('the-token');
  expect(printed).toContain('::add-mask::the-token');
  runner.info('it is the-token');
  expect(copies).toEqual([{ level: 'info', line: 'it is ***' }]);
});

test('a missing permission is named, with the lines to write into the workflow', () => {
  expect(githubRunner().tokenProblem()).toBeUndefined();
  process.env['ACTIONS_ID_TOKEN_REQUEST_URL'] = '';
  expect(githubRunner().tokenProblem()).toMatchObject({
    what: expect.stringContaining('lacks the permission id-token: write'),
    fix: expect.stringContaining('  permissions:\n    id-token: write\n'),
  });
});

test('what AWS or a broker says becomes no command of the workflow', () => {
  const hostile = 'no\n::set-output name=status::completed\r\n##[add-mask]e';
  githubRunner().info(hostile);
  githubRunner().warning(hostile);
  githubRunner().error(hostile, { file: 'a.yaml', line: 1, column: 2 });
  expect(printed.trimEnd().split('\n')).toEqual([
    'no ::set-output name=status::completed ## [add-mask]e',
    '::warning::no%0A: :set-output name=status::completed%0A## [add-mask]e',
    '::error file=a.yaml,line=1,col=2::no%0A: :set-output name=status::completed%0A## [add-mask]e',
  ]);
});
