import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { clientOf, repositoryName } from '../../test/builders/image-place.ts';
import { builtImage } from '../../test/builders/oci-image.ts';
import { FakeProxy } from '../../test/fakes/fake-proxy.ts';
import { FakeRegistry } from '../../test/fakes/fake-registry.ts';
import { Ecr } from './ecr.ts';
import { proxiesOf, useProxies } from './proxy.ts';
import { callerAccount } from './sts.ts';

const APP = repositoryName('app');
const DIGEST = builtImage('app').manifest.descriptor.digest;
const credentials = () => Promise.resolve({ accessKeyId: 'a', secretAccessKey: 'b' });
const NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];

let proxy: FakeProxy;
let undo: () => void;

beforeEach(async () => {
  proxy = await FakeProxy.start();
  undo = () => undefined;
});

afterEach(async () => {
  undo();
  for (const name of NAMES) Reflect.deleteProperty(process.env, name);
  await proxy[Symbol.asyncDispose]();
});

const head = (origin: string): Promise<unknown> =>
  clientOf({ origin })
    .registry.head(APP, DIGEST)
    .catch((failure: unknown) => failure);

test('the registry is asked through the proxy', async () => {
  await using registry = await FakeRegistry.start();
  proxy.leadsTo = Number(new URL(registry.origin).port);
  undo = useProxies(proxiesOf({ http_proxy: proxy.url, HTTPS_PROXY: proxy.url }));
  // Nobody has that name: only what went through the proxy can have arrived.
  expect(await head('http://registry.invalid')).toBeUndefined();
  expect(registry.seen).toHaveLength(1);
  await head('https://registry.invalid');
  expect(proxy.asked.at(-1)).toBe('CONNECT registry.invalid:443');
});

test('what NO_PROXY names, and this machine, are asked without it', async () => {
  await using registry = await FakeRegistry.start();
  undo = useProxies(proxiesOf({ HTTP_PROXY: proxy.url, NO_PROXY: 'registry.invalid,.internal.invalid' }));
  expect(await head(registry.origin)).toBeUndefined();
  for (const host of ['registry.invalid', 'a.internal.invalid'])
    expect(await head(`http://${host}`)).toMatchObject({ kind: 'unreachable' });
  expect(proxy.asked).toEqual([]);
});

test('AWS is asked through the proxy, each service of it', async () => {
  process.env['HTTPS_PROXY'] = proxy.url;
  const settings = { region: 'eu-west-1', credentials, maxAttempts: 1 };
  await expect(callerAccount(settings)).rejects.toThrow('GetCallerIdentity');
  await expect(new Ecr(settings).login()).rejects.toThrow('GetAuthorizationToken');
  const asked = new Set(proxy.asked);
  expect(asked).toContain('CONNECT sts.eu-west-1.amazonaws.com:443');
  expect(asked).toContain('CONNECT api.ecr.eu-west-1.amazonaws.com:443');
});

test('credentials of a machine or a container are never asked for through it', () => {
  expect(proxiesOf({ HTTP_PROXY: 'http://proxy', no_proxy: 'a' })).toEqual({
    HTTP_PROXY: 'http://proxy',
    NO_PROXY: expect.stringMatching(/^a,.*169\.254\.169\.254,169\.254\.170\.2,/),
  });
});

test('without a proxy nothing is changed', () => {
  expect([proxiesOf({}), proxiesOf({ HTTP_PROXY: '', NO_PROXY: 'a' })]).toEqual([undefined, undefined]);
});
