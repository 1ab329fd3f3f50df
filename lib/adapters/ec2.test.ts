import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ec2 } from './ec2.ts';

type Answer = readonly [status: number, xml: string];

let server: Server;
let ec2: Ec2;
/** The parameters of all requests so far. */
let asked: URLSearchParams[];
let answer: (parameters: URLSearchParams) => Answer;

const before = process.env['AWS_ENDPOINT_URL'];

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const parameters = new URLSearchParams(body);
      asked.push(parameters);
      const [status, xml] = answer(parameters);
      response.writeHead(status, { 'content-type': 'text/xml', connection: 'close' }).end(xml);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  process.env['AWS_ENDPOINT_URL'] = `http://127.0.0.1:${String(port)}`;
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'nobody' };
  ec2 = new Ec2({ region: 'eu-west-1', credentials: () => Promise.resolve(credentials) });
});

afterEach(async () => {
  if (before === undefined) delete process.env['AWS_ENDPOINT_URL'];
  else process.env['AWS_ENDPOINT_URL'] = before;
  server.close();
  await once(server, 'close');
});

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const page = (call: string, content: string, token: string): Answer => {
  const next = token === '' ? '' : `<nextToken>${token}</nextToken>`;
  return [200, `<${call}Response>${content}${next}</${call}Response>`];
};

const refused = (code: string): Answer => [
  503,
  `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors></Response>`,
];

test('all pages of DescribeInstances are read', async () => {
  const reservation = (id: string): string =>
    `<reservationSet><item><instancesSet><item><instanceId>${id}</instanceId></item></instancesSet></item></reservationSet>`;
  answer = (parameters) => {
    const token = Number(parameters.get('NextToken') ?? 0);
    return page('DescribeInstances', reservation(`i-${String(token)}`), token < 2 ? String(token + 1) : '');
  };
  const found = await ec2.instances([{ name: 'tag:kafka-cluster', values: ['events'] }]);
  expect(found.map(({ id }) => id)).toEqual(['i-0', 'i-1', 'i-2']);
  expect(asked.every((parameters) => parameters.get('Filter.1.Name') === 'tag:kafka-cluster')).toBe(true);
});

describe('while EC2 throttles', () => {
  test('a stop is asked for again until it is taken, and not once more', async () => {
    let left = 3;
    answer = () => ((left -= 1) >= 0 ? refused('RequestLimitExceeded') : [200, '<StopInstancesResponse/>']);
    await ec2.stop('i-1', 60_000);
    expect(asked.map((parameters) => parameters.get('InstanceId.1'))).toEqual(Array(4).fill('i-1'));
  }, 60_000);

  test('what goes on for too long is a failure that names the call', async () => {
    answer = () => [403, refused('UnauthorizedOperation')[1]];
    await expect(ec2.reboot('i-1', 60_000)).rejects.toThrow(
      /^EC2 RebootInstances of i-1 failed: UnauthorizedOperation/,
    );
    expect(asked).toHaveLength(1);
  });
});

describe('scheduled events', () => {
  const event = (code: string, description: string): string =>
    `<item><code>${code}</code><description>${description}</description>` +
    '<notBefore>2026-01-07T03:00:00.000Z</notBefore><notBeforeDeadline>2026-01-08T03:00:00.000Z</notBeforeDeadline></item>';
  const status = (id: string, ...events: readonly string[]): string =>
    `<instanceStatusSet><item><instanceId>${id}</instanceId><eventsSet>${events.join('')}</eventsSet></item></instanceStatusSet>`;

  test('of all pages are read, also of instances that do not run, without those that are over', async () => {
    answer = (parameters) =>
      parameters.has('NextToken')
        ? page('DescribeInstanceStatus', status('i-2', event('system-reboot', 'AWS will reboot it')), '')
        : page(
            'DescribeInstanceStatus',
            status(
              'i-1',
              event('instance-stop', '[Completed] stopped'),
              event('instance-stop', '[Canceled] no'),
            ),
            'more',
          );
    const base = { notBefore: Date.UTC(2026, 0, 7, 3), deadline: Date.UTC(2026, 0, 8, 3) };
    expect(await ec2.scheduledEvents(['i-1', 'i-2'])).toEqual([
      { ...base, instance: 'i-2', code: 'system-reboot' },
    ]);
    expect(asked.map((parameters) => parameters.get('IncludeAllInstances'))).toEqual(['true', 'true']);
  });

  test('are asked for a hundred instances at a time, and not for none', async () => {
    answer = () => page('DescribeInstanceStatus', '', '');
    await ec2.scheduledEvents([]);
    expect(asked).toEqual([]);
    await ec2.scheduledEvents(Array.from({ length: 101 }, (_, index) => `i-${String(index)}`));
    expect(asked.map((parameters) => parameters.has('InstanceId.100'))).toEqual([true, false]);
  });
});
