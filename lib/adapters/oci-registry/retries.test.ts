import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { clientOf, repositoryName, tagOf } from '../../../test/builders/image-place.ts';
import { bytesOf } from '../../../test/builders/oci-image.ts';
import { FakeRegistry, type RegistryFault } from '../../../test/fakes/fake-registry.ts';
import { errorReply } from '../../../test/fakes/registry-reply.ts';

const REPOSITORY = repositoryName('app');
const TAG = tagOf('v1');
const BLOB = bytesOf(Buffer.alloc(3_000_000, 'a layer '), 'application/octet-stream');
const open = (): Promise<Blob> => Promise.resolve(new Blob([Buffer.from(BLOB.bytes)]));
const reply = (status: number, headers = {}): RegistryFault['with'] => ({
  kind: 'answer',
  reply: { status, headers },
});

test.each([500, 502, 503, 504, 429])(
  '%i is tried again, longer apart each time, and told',
  async (status) => {
    await using fake = await FakeRegistry.start();
    const { registry, said, slept } = clientOf(fake, { retries: 7 });
    fake.fail(/^HEAD/, 7, reply(status));
    expect(await registry.head(REPOSITORY, TAG)).toBeUndefined();
    expect(slept).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(said[0]).toBe(
      `HEAD ${fake.origin}/v2/app/manifests/v1: ${String(status)}; trying again in 1 s (1 of 7)`,
    );
  },
);

test('it waits as long as the registry asks to, and gives up where that is too long', async () => {
  await using fake = await FakeRegistry.start();
  const { registry, slept } = clientOf(fake, { retries: 3 });
  fake.fail(/^HEAD/, 1, reply(429, { 'retry-after': '17' }));
  await registry.head(REPOSITORY, TAG);
  expect(slept).toEqual([17_000]);
  fake.fail(/^HEAD/, 1, reply(429, { 'retry-after': '86400' }));
  await expect(registry.head(REPOSITORY, TAG)).rejects.toMatchObject({ kind: 'too-many-requests' });
});

test('it ends with what it met last, and no later than allowed', async () => {
  await using fake = await FakeRegistry.start();
  const { registry, slept } = clientOf(fake, { retries: 2 });
  fake.fail(/^HEAD/, 9, { kind: 'cut' });
  await expect(registry.head(REPOSITORY, TAG)).rejects.toMatchObject({ kind: 'unreachable' });
  expect(slept).toHaveLength(2);
  expect(fake.seen).toHaveLength(3);
});

test.each([
  [400, 'MANIFEST_INVALID', 'refused'],
  [400, 'TAG_INVALID', 'tag-immutable'],
  [400, 'ImageTagAlreadyExistsException', 'tag-immutable'],
  [409, 'CONFLICT', 'tag-immutable'],
  [412, 'PRECONDITION', 'tag-immutable'],
  [400, 'DIGEST_INVALID', 'digest-mismatch'],
  [404, 'NAME_UNKNOWN', 'name-unknown'],
  [404, 'MANIFEST_BLOB_UNKNOWN', 'refused'],
  [403, 'DENIED', 'denied'],
  [413, 'SIZE_INVALID', 'refused'],
  [418, 'x', 'refused'],
])(
  'a refusal is final, and what it is comes from status and code: %i %s is %s',
  async (status, code, kind) => {
    await using fake = await FakeRegistry.start();
    const { registry, slept } = clientOf(fake, { retries: 9 });
    const message = 'no\r\n::error::forged\u001b[31m';
    fake.fail(/^PUT/, 1, { kind: 'answer', reply: errorReply(status, code, message) });
    const bytes = Buffer.from('{}');
    const refusal = await registry
      .putManifest(REPOSITORY, TAG, { mediaType: 'x/y', bytes })
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'RegistryFailure', kind });
    expect(String(refusal)).not.toMatch(/\p{Cc}/u);
    expect(slept).toEqual([]);
  },
);

test('the same blob can be given for each attempt', async () => {
  await using fake = await FakeRegistry.start();
  const { registry } = clientOf(fake, { retries: 2 });
  const blob = await open();
  fake.fail(/^PATCH/, 2, { kind: 'cut' });
  expect(await registry.uploadBlob(REPOSITORY, BLOB.descriptor, () => Promise.resolve(blob))).toBe(
    'uploaded',
  );
});

test.each(['cut', 'lost'] as const)(
  'an upload that is %s is begun anew, and the blob is there once',
  async (kind) => {
    await using fake = await FakeRegistry.start();
    const { registry, said } = clientOf(fake, { retries: 3 });
    for (const method of ['POST', 'PATCH', 'PUT']) fake.fail(new RegExp(`^${method}`), 1, { kind });
    await registry.uploadBlob(REPOSITORY, BLOB.descriptor, open);
    expect(said).toHaveLength(3);
    expect(fake.store.repository('app').blobs.get(BLOB.descriptor.digest)?.equals(BLOB.bytes)).toBe(true);
    // The last PUT was done, and only its answer was lost: the HEAD finds the blob, and nothing is sent again.
    expect(fake.linesOf('PATCH')).toHaveLength(kind === 'lost' ? 2 : 3);
  },
);

test.each(['POST', 'PATCH', 'GET', 'HEAD'])(
  'a registry that falls silent at %s is left after a while',
  async (method) => {
    await using fake = await FakeRegistry.start();
    const { registry, said } = clientOf(fake, { retries: 1, stallMs: 300 });
    fake.fail(new RegExp(`^${method}`), 1, { kind: 'silent' });
    await registry.uploadBlob(REPOSITORY, BLOB.descriptor, open);
    expect((await registry.readBlob(REPOSITORY, BLOB.descriptor)).length).toBe(BLOB.bytes.length);
    expect(said).toEqual([expect.stringContaining('nothing moved for 0.3 s')]);
  },
);

test('what is slow but moves may take as long as it does', async () => {
  await using fake = await FakeRegistry.start();
  const { registry, said } = clientOf(fake, { stallMs: 300 });
  const slow = async (): Promise<Blob> =>
    Object.defineProperty(await open(), 'stream', { value: slowly, configurable: true });
  await registry.uploadBlob(REPOSITORY, BLOB.descriptor, slow);
  fake.fail(/^GET/, 1, { kind: 'slow' });
  expect((await registry.readBlob(REPOSITORY, BLOB.descriptor)).length).toBe(BLOB.bytes.length);
  expect(said).toEqual([]);
});

/** The blob in five pieces, one after the other in more time than nothing may move. */
function slowly(): ReadableStream<Uint8Array> {
  const length = Math.ceil(BLOB.bytes.length / 5);
  let sent = 0;
  return new ReadableStream({
    async pull(out) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      out.enqueue(new Uint8Array(BLOB.bytes.subarray(sent, sent + length)));
      sent += length;
      if (sent >= BLOB.bytes.length) out.close();
    },
  });
}

test('a blob that is pulled is whole or not there, and its file goes', async () => {
  await using fake = await FakeRegistry.start();
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'pull-'));
  const { registry } = clientOf(fake, { retries: 1, scratch });
  await registry.uploadBlob(REPOSITORY, BLOB.descriptor, open);
  fake.fail(/^GET/, 1, { kind: 'lost' });
  await using pulled = await registry.pullBlob(REPOSITORY, BLOB.descriptor);
  expect((await pulled.open()).size).toBe(BLOB.bytes.length);
  await pulled[Symbol.asyncDispose]();
  fake.fail(/^GET/, 1, { kind: 'altered' });
  await expect(registry.pullBlob(REPOSITORY, BLOB.descriptor)).rejects.toMatchObject({
    kind: 'digest-mismatch',
  });
  expect(await readdir(scratch)).toEqual([]);
  await rm(scratch, { recursive: true });
});

test('a run that is asked to end gives up what it sends and what it fetches, and tries nothing again', async () => {
  await using fake = await FakeRegistry.start();
  await clientOf(fake).registry.uploadBlob(REPOSITORY, BLOB.descriptor, open);
  fake.fail(/^GET .*blobs/, 1, { kind: 'slow' });
  const fetching = new AbortController();
  const reader = clientOf(fake, { retries: 5, signal: fetching.signal });
  const chunks = reader.registry.blob(REPOSITORY, BLOB.descriptor)[Symbol.asyncIterator]();
  await chunks.next();
  fetching.abort();
  const rest = async (): Promise<void> => {
    while ((await chunks.next()).done !== true);
  };
  await expect(rest()).rejects.toMatchObject({ kind: 'cancelled' });
  const sending = new AbortController();
  const sender = clientOf(fake, { retries: 5, signal: sending.signal });
  const other = bytesOf('another', 'application/octet-stream');
  const opened = (): Promise<Blob> => {
    sending.abort();
    return Promise.resolve(new Blob([Buffer.from(other.bytes)]));
  };
  await expect(sender.registry.uploadBlob(REPOSITORY, other.descriptor, opened)).rejects.toMatchObject({
    kind: 'cancelled',
  });
  expect([...reader.slept, ...sender.slept]).toEqual([]);
});

test('a wait that ends because the run is asked to end is followed by no other attempt', async () => {
  await using fake = await FakeRegistry.start();
  const asked = new AbortController();
  const sleep = (): Promise<void> => {
    asked.abort();
    return Promise.resolve();
  };
  const { registry } = clientOf(fake, { retries: 5, signal: asked.signal, clock: { now: () => 0, sleep } });
  fake.fail(/^HEAD/, 9, reply(503));
  await expect(registry.head(REPOSITORY, TAG)).rejects.toMatchObject({ kind: 'unreachable' });
  expect(fake.seen).toHaveLength(1);
});
