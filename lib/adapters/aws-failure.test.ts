import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EC2Client, DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { afterEach, expect, test } from '@jest/globals';
import { WorldFailure } from '../core/world-failure.ts';
import { adviceFor, reasonOf } from './aws-failure.ts';
import { withTimeouts } from './aws-settings.ts';
import { Ec2 } from './ec2.ts';
import { RenewedSession } from './renewed-session.ts';
import { assumedRole, callerAccount } from './sts.ts';

const credentials = () => Promise.resolve({ accessKeyId: 'a', secretAccessKey: 'b' });
const SETTINGS = { region: 'eu-west-1', credentials };

let server: Server | undefined = undefined;

afterEach(() => {
  delete process.env['AWS_ENDPOINT_URL'];
  server?.close();
  server?.closeAllConnections();
});

/** Points every AWS client to a server that answers like this. */
async function answering(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  process.env['AWS_ENDPOINT_URL'] = endpoint;
  return endpoint;
}

const refusing =
  (code: string): RequestListener =>
  (_, response) => {
    const error = `<Error><Code>${code}</Code><Message>no</Message></Error>`;
    response.writeHead(403).end(`<ErrorResponse><Errors>${error}</Errors>${error}</ErrorResponse>`);
  };

/** An endpoint where nobody listens. */
async function deadEndpoint(): Promise<void> {
  await answering(() => undefined);
  server?.close();
  if (server !== undefined) await once(server, 'close');
}

const failureOf = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

test('a server that never answers is given up', async () => {
  const endpoint = await answering(() => undefined);
  const client = new EC2Client({ ...withTimeouts(SETTINGS, 50), endpoint, maxAttempts: 1 });
  const failure = await failureOf(client.send(new DescribeRegionsCommand({})));
  expect(reasonOf(failure)).toContain('ETIMEDOUT');
  expect(adviceFor(failure, () => '')).toContain('check the region, the network');
});

test("the credentials' own failure is told as it is", async () => {
  const own = new WorldFailure('STS refused the role.');
  const settings = { region: 'eu-west-1', credentials: () => Promise.reject(own) };
  expect(await failureOf(new Ec2(settings).stop('i-1', 60_000))).toBe(own);
  expect(await failureOf(callerAccount(settings))).toBe(own);
});

test('a refusal names the call, the reason and what to do', async () => {
  await answering(refusing('UnauthorizedOperation'));
  expect(await failureOf(new Ec2(SETTINGS).stop('i-1', 60_000))).toMatchObject({
    message:
      'EC2 StopInstances of i-1 failed: UnauthorizedOperation: no. ' +
      'Give the role this call on the instances of the cluster.',
  });
  expect(await failureOf(callerAccount(SETTINGS))).toMatchObject({
    message: expect.stringMatching(
      /GetCallerIdentity failed: UnauthorizedOperation: .*Check the credentials/,
    ),
  });
});

test('a dead endpoint is no refusal', async () => {
  await deadEndpoint();
  const message = expect.stringMatching(/ECONNREFUSED.*Nothing came back from AWS: check the region/);
  expect(await failureOf(callerAccount(SETTINGS))).toMatchObject({ message });
  const assumed = assumedRole({ ...role, idToken: () => Promise.resolve('token') });
  expect(await failureOf(assumed())).toMatchObject({
    message: expect.stringMatching(/STS did not answer .*ECONNREFUSED.*Nothing came back/),
  });
});

const role = {
  region: 'eu-west-1',
  roleArn: 'arn:aws:iam::123456789012:role/reboot',
  sessionName: 's',
  maskSecret: () => undefined,
};

test('a token that STS refuses is explained by its claims, and never shown', async () => {
  await answering(refusing('AccessDenied'));
  const payload = Buffer.from('{"sub":"repo:org/repo:environment:prod"}').toString('base64url');
  const token = `header.${payload}.signature`;
  const failure = await failureOf(assumedRole({ ...role, idToken: () => Promise.resolve(token) })());
  const { message } = failure as Error;
  expect(message).toMatch(
    /^STS refused AssumeRoleWithWebIdentity for arn:aws:iam.* \(AccessDenied: no\)\. The token said/,
  );
  expect(message).toContain('sub repo:org/repo:environment:prod');
  expect(message).not.toContain(payload);
  expect(message).not.toContain('signature');
});

test('a token service that fails is not taken for a missing permission', async () => {
  const idToken = () => Promise.reject(new Error('503'));
  expect(await failureOf(assumedRole({ ...role, idToken })())).toMatchObject({
    message:
      "The job's OIDC token could not be had: Error: 503. See https://www.githubstatus.com, and run again.",
  });
});

const keyOf = (header = ''): string => /Credential=([^/]+)/.exec(header)?.[1] ?? '';

test.each(['RequestExpired', 'ExpiredToken'])(
  'a session that EC2 calls ended (%s) is renewed',
  async (code) => {
    const keys: string[] = [];
    await answering((request, response) => {
      keys.push(keyOf(request.headers.authorization));
      if (keys.length === 1) refusing(code)(request, response);
      else response.end('<StartInstancesResponse/>');
    });
    let opened = 0;
    const session = new RenewedSession(() => {
      opened += 1;
      const expiration = new Date(Date.now() + 3_600_000);
      return Promise.resolve({ accessKeyId: `key-${String(opened)}`, secretAccessKey: 'b', expiration });
    });
    const ec2 = new Ec2({ region: 'eu-west-1', credentials: (options) => session.credentials(options) });
    await ec2.start('i-1');
    expect(keys.at(-1)).toBe('key-2');
    expect(opened).toBe(2);
  },
);

test('when it cannot be renewed, why not is told', async () => {
  await answering(refusing('RequestExpired'));
  let opened = 0;
  const once = () => {
    opened += 1;
    if (opened > 1) return Promise.reject(new WorldFailure('STS refused the role.'));
    return Promise.resolve({ accessKeyId: 'a', secretAccessKey: 'b' });
  };
  expect(await failureOf(new Ec2({ region: 'eu-west-1', credentials: once }).start('i-1'))).toMatchObject({
    message: 'STS refused the role.',
  });
});

test('a stop that is throttled is given up when its time is over', async () => {
  let calls = 0;
  await answering((request, response) => {
    calls += 1;
    refusing('RequestLimitExceeded')(request, response);
  });
  const failure = await failureOf(new Ec2(SETTINGS).stop('i-1', 20));
  expect(failure).toMatchObject({
    message: expect.stringContaining('given up'),
    cause: { name: 'AbortError' },
  });
  expect(calls).toBeLessThan(3);
});

test('a region that is none is no error code to look up', async () => {
  const failure = await failureOf(new Ec2({ ...SETTINGS, region: 'eu west' }).stop('i-1', 60_000));
  expect(failure).toMatchObject({ message: expect.stringContaining('check the region') });
});

test.each<[string, unknown, string]>([
  ['a code without words', Object.assign(new Error(''), { code: 'ENOTFOUND' }), 'ENOTFOUND'],
  ['no error at all', 'odd', 'unknown error: odd'],
  ['what was told already', new WorldFailure('told'), 'told'],
])('the reason of %s', (_, error, reason) => {
  expect(reasonOf(error)).toBe(reason);
});
