import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EC2Client, DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { afterEach, expect, test } from '@jest/globals';
import { WorldFailure } from '../core/world-failure.ts';
import { adviceFor, reasonOf } from './aws-failure.ts';
import { withTimeouts } from './aws-settings.ts';
import { Ec2 } from './ec2.ts';
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
  expect(await failureOf(new Ec2(settings).stop('i-1'))).toBe(own);
  expect(await failureOf(callerAccount(settings))).toBe(own);
});

test('a refusal names the call, the reason and what to do', async () => {
  await answering(refusing('UnauthorizedOperation'));
  expect(await failureOf(new Ec2(SETTINGS).stop('i-1'))).toMatchObject({
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
  const role = { region: 'eu-west-1', roleArn: 'arn', sessionName: 's', maskSecret: () => undefined };
  const assumed = assumedRole({ ...role, idToken: () => Promise.resolve('token') });
  expect(await failureOf(assumed())).toMatchObject({
    message: expect.stringMatching(/STS did not answer .*ECONNREFUSED.*Nothing came back/),
  });
});

test('a region that is none is no error code to look up', async () => {
  const failure = await failureOf(new Ec2({ ...SETTINGS, region: 'eu west' }).stop('i-1'));
  expect(failure).toMatchObject({ message: expect.stringContaining('check the region') });
});

test.each<[string, unknown, string]>([
  ['a code without words', Object.assign(new Error(''), { code: 'ENOTFOUND' }), 'ENOTFOUND'],
  ['no error at all', 'odd', 'unknown error: odd'],
  ['what was told already', new WorldFailure('told'), 'told'],
])('the reason of %s', (_, error, reason) => {
  expect(reasonOf(error)).toBe(reason);
});
