import { expect, test } from '@jest/globals';
import { clientOf, repositoryName, tagOf } from '../../../test/builders/image-place.ts';
import { bytesOf } from '../../../test/builders/oci-image.ts';
import { FakeRegistry } from '../../../test/fakes/fake-registry.ts';
import { errorReply } from '../../../test/fakes/registry-reply.ts';
import type { RegistryLogin } from './oci-registry.ts';

const REPOSITORY = repositoryName('team/app');
const TAG = tagOf('v1');
const BLOB = bytesOf('layer', 'application/octet-stream');
const open = (): Promise<Blob> => Promise.resolve(new Blob([BLOB.bytes.toString()]));

/** Logs in with each of these passwords in turn, the last for ever; `asked` is what it was asked for. */
function logins(...passwords: string[]): {
  asked: boolean[];
  login: (again: boolean) => Promise<RegistryLogin>;
} {
  const asked: boolean[] = [];
  const login = (again: boolean): Promise<RegistryLogin> => {
    asked.push(again);
    const password = passwords[asked.length - 1] ?? passwords.at(-1) ?? '';
    return Promise.resolve({ username: 'AWS', password });
  };
  return { asked, login };
}

const schemesOf = (fake: FakeRegistry): unknown[] => fake.seen.map(({ scheme }) => scheme);

test('nobody is asked to log in before the registry asks for it', async () => {
  await using fake = await FakeRegistry.start();
  const { asked, login } = logins('open-sesame');
  await clientOf(fake, { login }).registry.head(REPOSITORY, TAG);
  expect(asked).toEqual([]);
  expect(schemesOf(fake)).toEqual([undefined]);
});

test('Basic is asked for once, and then sent with every call', async () => {
  await using fake = await FakeRegistry.start({ login: 'basic' });
  const { asked, login } = logins('open-sesame');
  const { registry, said } = clientOf(fake, { login });
  for (let call = 0; call < 3; call += 1) await registry.head(REPOSITORY, TAG);
  expect(asked).toEqual([false]);
  expect(schemesOf(fake)).toEqual([undefined, 'Basic', 'Basic', 'Basic']);
  expect(said).toEqual([]);
});

test.each([401, 403])(
  'a login that has ended (%i) is made anew, once for all calls that meet it',
  async (status) => {
    await using fake = await FakeRegistry.start({ login: 'basic' });
    const { asked, login } = logins('open-sesame', 'second');
    const { registry, said } = clientOf(fake, { login });
    await registry.head(REPOSITORY, TAG);
    fake.gate.password = 'second';
    // Amazon ECR says 403 to a login that has ended.
    fake.fail(/^HEAD/, 3, { kind: 'answer', reply: { status } });
    await Promise.all([1, 2, 3].map(() => registry.head(REPOSITORY, TAG)));
    expect(asked).toEqual([false, true]);
    expect(said).toHaveLength(3);
  },
);

test('a wrong password is tried no more than a new login and one wait allow, and is never told', async () => {
  await using fake = await FakeRegistry.start({ login: 'basic' });
  const { asked, login } = logins('wrong-secret');
  const { registry, said, slept } = clientOf(fake, { login, retries: 9 });
  const refusal = await registry.head(REPOSITORY, TAG).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ kind: 'unauthorized' });
  expect(asked).toEqual([false, true]);
  expect(slept).toEqual([1_000]);
  expect([String(refusal), ...said].join()).not.toMatch(/wrong-secret|QVdTOndy/);
});

test('what the role may not do is refused after one new login', async () => {
  await using fake = await FakeRegistry.start({ login: 'basic' });
  const { asked, login } = logins('open-sesame');
  const { registry } = clientOf(fake, { login, retries: 9 });
  fake.fail(/^POST/, 9, {
    kind: 'answer',
    reply: errorReply(403, 'DENIED', 'not authorized to perform: ecr:InitiateLayerUpload'),
  });
  await registry.head(REPOSITORY, TAG);
  await expect(registry.uploadBlob(REPOSITORY, BLOB.descriptor, open)).rejects.toMatchObject({
    kind: 'denied',
  });
  expect(asked).toEqual([false, true]);
  expect(fake.linesOf('POST')).toHaveLength(2);
});

test('nobody logged in, and the registry wants it', async () => {
  await using fake = await FakeRegistry.start({ login: 'basic' });
  const login = (): Promise<undefined> => Promise.resolve(undefined);
  await expect(clientOf(fake, { login }).registry.head(REPOSITORY, TAG)).rejects.toMatchObject({
    kind: 'unauthorized',
  });
});

test('a token is asked for as the registry says, kept while it holds, and made anew before it ends', async () => {
  await using fake = await FakeRegistry.start({ login: 'bearer', tokenLasts: 100 });
  let now = 0;
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  const { registry } = clientOf(fake, { clock });
  for (now of [0, 50_000, 89_000, 91_000]) await registry.head(REPOSITORY, TAG);
  expect(fake.gate.tokens).toBe(2);
  fake.gate.endTokens();
  await registry.head(REPOSITORY, TAG);
  expect(fake.gate.tokens).toBe(3);
});

test('no password goes to a token service without TLS', async () => {
  await using fake = await FakeRegistry.start({ login: 'bearer', realm: 'http://auth.example/token' });
  const { asked, login } = logins('open-sesame');
  await expect(clientOf(fake, { login }).registry.head(REPOSITORY, TAG)).rejects.toMatchObject({
    kind: 'unauthorized',
  });
  expect(asked.length).toBeLessThanOrEqual(1);
  expect(schemesOf(fake)).toEqual([undefined]);
});

test('the login stays behind where a blob is at another origin', async () => {
  await using fake = await FakeRegistry.start({ login: 'basic', redirectsBlobs: true });
  const { registry } = clientOf(fake);
  await registry.uploadBlob(REPOSITORY, BLOB.descriptor, open);
  expect(Buffer.from(await registry.readBlob(REPOSITORY, BLOB.descriptor)).toString()).toBe('layer');
  expect(fake.storage.headers).toHaveLength(1);
  expect(fake.storage.headers[0]?.authorization).toBeUndefined();
});

test('the login stays behind where an upload is sent to another origin', async () => {
  await using fake = await FakeRegistry.start({ login: 'basic' });
  await using elsewhere = await FakeRegistry.start();
  const { registry } = clientOf(fake);
  const location = `${elsewhere.origin}/v2/${REPOSITORY}/blobs/uploads/u?_state=secret`;
  await registry.head(REPOSITORY, TAG);
  fake.fail(/^POST/, 1, { kind: 'answer', reply: { status: 202, headers: { location } } });
  expect(await registry.uploadBlob(REPOSITORY, BLOB.descriptor, open)).toBe('uploaded');
  expect(elsewhere.seen.map(({ line, scheme }) => [line.split(' ')[0], scheme])).toEqual([
    ['PATCH', undefined],
    ['PUT', undefined],
  ]);
});
