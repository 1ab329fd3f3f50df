import { expect, test } from '@jest/globals';
import { MANIFEST_BYTES } from '../../core/oci-manifest.ts';
import { clientOf, repositoryName, tagOf } from '../../../test/builders/image-place.ts';
import { builtImage, bytesOf, digestOf } from '../../../test/builders/oci-image.ts';
import { FakeRegistry } from '../../../test/fakes/fake-registry.ts';
import type { Reply } from '../../../test/fakes/registry-reply.ts';
import type { OciRegistry } from './oci-registry.ts';

const REPOSITORY = repositoryName('app');
const TAG = tagOf('v1');
const { manifest: IMAGE } = builtImage('true');
const OTHER = builtImage('false').manifest;
const BLOB = bytesOf('a layer', 'application/octet-stream').descriptor;

/** A registry that answers anything with this. */
async function answering(
  reply: Reply,
): Promise<{ fake: FakeRegistry; registry: OciRegistry } & AsyncDisposable> {
  const fake = await FakeRegistry.start();
  fake.fail(/./, 50, { kind: 'answer', reply });
  return {
    fake,
    registry: clientOf(fake).registry,
    [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose](),
  };
}

const ok = (body: Buffer | string, headers = {}): Reply => ({ status: 200, headers, body });

test('a manifest with other bytes than its digest says is not taken', async () => {
  await using server = await answering(ok(OTHER.bytes, { 'docker-content-digest': IMAGE.descriptor.digest }));
  const { registry } = server;
  await expect(registry.manifest(REPOSITORY, IMAGE.descriptor.digest)).rejects.toMatchObject({
    kind: 'digest-mismatch',
  });
  await expect(registry.manifest(REPOSITORY, TAG)).rejects.toMatchObject({ kind: 'digest-mismatch' });
});

test('a manifest by digest is not taken for another, whatever the registry leaves out', async () => {
  await using server = await answering(ok(OTHER.bytes));
  const { digest } = IMAGE.descriptor;
  await expect(server.registry.manifest(REPOSITORY, digest)).rejects.toMatchObject({
    kind: 'digest-mismatch',
  });
});

test('the type of a manifest is what its bytes say', async () => {
  await using server = await answering(ok(IMAGE.bytes, { 'content-type': 'text/html; charset=utf-8' }));
  expect((await server.registry.manifest(REPOSITORY, TAG))?.descriptor).toEqual(IMAGE.descriptor);
});

test('a look that says no digest is made by reading', async () => {
  await using server = await answering(ok(IMAGE.bytes));
  expect(await server.registry.head(REPOSITORY, TAG)).toEqual(IMAGE.descriptor);
  expect(server.fake.linesOf('GET')).toHaveLength(1);
});

test('bytes are asked for as they are stored, so that their length is that of the blob', async () => {
  await using server = await answering(ok(IMAGE.bytes));
  await server.registry.head(REPOSITORY, TAG);
  expect([...server.fake.encodings]).toEqual(['identity']);
});

test('a manifest without an end is not read to its end', async () => {
  await using server = await answering(ok(Buffer.alloc(MANIFEST_BYTES + 1)));
  await expect(server.registry.manifest(REPOSITORY, TAG)).rejects.toMatchObject({ kind: 'refused' });
});

test('a manifest that the registry stored as something else is told', async () => {
  await using server = await answering({ status: 201, headers: { 'docker-content-digest': digestOf('x') } });
  const whole = { mediaType: IMAGE.descriptor.mediaType, bytes: IMAGE.bytes };
  await expect(server.registry.putManifest(REPOSITORY, TAG, whole)).rejects.toMatchObject({
    kind: 'digest-mismatch',
  });
});

test.each([
  ['longer', 'a layer, and more'],
  ['shorter', 'a'],
  ['other', 'a lAyer'],
])('a blob that is %s than it should be is not taken', async (_, body) => {
  await using server = await answering(ok(body));
  await expect(server.registry.readBlob(REPOSITORY, BLOB)).rejects.toMatchObject({ kind: 'digest-mismatch' });
  await expect(Array.fromAsync(server.registry.blob(REPOSITORY, BLOB))).rejects.toMatchObject({
    kind: 'digest-mismatch',
  });
});

test('a blob without an end is not read further than it should go', async () => {
  await using server = await answering(ok(Buffer.alloc(5_000_000)));
  let read = 0;
  const reading = async (): Promise<void> => {
    for await (const chunk of server.registry.blob(REPOSITORY, BLOB)) read += chunk.length;
  };
  await expect(reading()).rejects.toMatchObject({ kind: 'digest-mismatch' });
  expect(read).toBeLessThanOrEqual(BLOB.size);
});

test('a blob of another length where it should lie already is not taken for it', async () => {
  await using server = await answering(ok('', { 'content-length': '3' }));
  await expect(server.registry.hasBlob(REPOSITORY, BLOB)).rejects.toMatchObject({ kind: 'digest-mismatch' });
});

test.each(['', 'ftp://example.org/x', 'https://example.org/x', '::'])(
  'an upload that goes on at %j is given up',
  async (location) => {
    await using server = await answering({ status: 202, headers: location === '' ? {} : { location } });
    server.fake.faults.unshift({ on: /^HEAD/, times: 1, with: { kind: 'answer', reply: { status: 404 } } });
    const open = (): Promise<Blob> => Promise.resolve(new Blob(['a layer']));
    await expect(server.registry.uploadBlob(REPOSITORY, BLOB, open)).rejects.toMatchObject({
      name: 'RegistryFailure',
    });
  },
);

const listed = (manifests: unknown): string => JSON.stringify({ schemaVersion: 2, manifests });

test('a list of referrers that goes on for ever is left', async () => {
  const link = { link: '</v2/app/referrers/x>; rel="next"' };
  await using server = await answering(ok(listed([IMAGE.descriptor]), link));
  const { descriptors, isComplete } = await server.registry.referrers(REPOSITORY, IMAGE.descriptor.digest);
  expect(isComplete).toBe(false);
  expect(descriptors.length).toBeLessThanOrEqual(20);
});

test('a list of referrers that goes on at another host is not followed', async () => {
  const link = { link: '<http://127.0.0.1:1/v2/app/referrers/x>; rel="next"' };
  await using server = await answering(ok(listed([]), link));
  await expect(server.registry.referrers(REPOSITORY, IMAGE.descriptor.digest)).rejects.toMatchObject({
    kind: 'refused',
  });
});

test.each(['', '[]', '{}', listed({}), listed([null, 7, { digest: '../x', size: 1, mediaType: 'x' }])])(
  'a list of referrers that is %j names none',
  async (body) => {
    await using server = await answering(ok(body));
    expect(await server.registry.referrers(REPOSITORY, IMAGE.descriptor.digest)).toEqual({
      descriptors: [],
      isComplete: true,
    });
  },
);

test('an entry that others wrote into the index of referrers stays as it is', async () => {
  await using fake = await FakeRegistry.start({ listsReferrers: false });
  const { registry } = clientOf(fake);
  const { digest } = IMAGE.descriptor;
  const theirs = { ...OTHER.descriptor, platform: { os: 'linux', architecture: 'arm64' }, data: 'eA==' };
  const { blobs, manifests, tags } = fake.store.repository('app');
  manifests.set(OTHER.descriptor.digest, { mediaType: OTHER.descriptor.mediaType, bytes: OTHER.bytes });
  const tag = digest.replace(':', '-');
  const mine = builtImage('mine', { subject: IMAGE.descriptor, layers: [] });
  for (const { descriptor, bytes } of mine.blobs) blobs.set(descriptor.digest, bytes);
  manifests.set(digestOf(listed([theirs])), { mediaType: '', bytes: Buffer.from(listed([theirs])) });
  tags.set(tag, digestOf(listed([theirs])));
  await registry.attachReferrer(REPOSITORY, {
    mediaType: mine.manifest.descriptor.mediaType,
    bytes: mine.manifest.bytes,
  });
  const index = manifests.get(tags.get(tag) ?? '')?.bytes.toString() ?? '';
  expect(JSON.parse(index)).toMatchObject({
    manifests: [theirs, { digest: mine.manifest.descriptor.digest }],
  });
});
