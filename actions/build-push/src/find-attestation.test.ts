import { generateKeyPairSync } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { dsseKey } from '../../../lib/adapters/dsse.ts';
import type { Descriptor } from '../../../lib/core/oci-descriptor.ts';
import { clientOf, repositoryName } from '../../../test/builders/image-place.ts';
import { builtImage, type Bytes, bytesOf, digestOf, localImage } from '../../../test/builders/oci-image.ts';
import { FakeRegistry, type FakeRegistrySettings } from '../../../test/fakes/fake-registry.ts';
import { attestImage, type SigningKey } from './attest-image.ts';
import { ATTESTATION_TYPE, ENVELOPE_TYPE, FACTS_TYPE, statementOf } from './core/attestation.ts';
import { findAttestation, type FoundAttestation } from './find-attestation.ts';
import { pushImage } from './push-image.ts';
import type { ImagePlace } from './read-image-graph.ts';

const REPOSITORY = repositoryName('consumer');
const IMAGE = builtImage('proved');
const SUBJECT = IMAGE.manifest.descriptor;
const CLAIM = { digest: SUBJECT.digest, contentHash: 'c0ffee', actionVersion: '1', builder: 'b', run: 'r' };
const FACTS = { files: { 'src/consumer.ts': 'abc' } };
const WANTED = { digest: SUBJECT.digest, contentHash: 'c0ffee' };

function newKey(): SigningKey {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const key = dsseKey(pem, 'test');
  if (!key.ok || key.value.sign === undefined) throw new Error('no key');
  return { ...key.value, sign: key.value.sign };
}

const KEY = newKey();

async function pushed(fake: FakeRegistry): Promise<ImagePlace> {
  const place = { ...clientOf(fake), repository: REPOSITORY };
  await pushImage(localImage(IMAGE.manifest, [IMAGE]), place);
  return place;
}

const KINDS: readonly FakeRegistrySettings[] = [
  {},
  { listsReferrers: false },
  { immutableExcept: ['sha256-*'], listsReferrers: false },
];

test.each(KINDS)('what was attested is found and trusted, and said once: %j', async (settings) => {
  await using fake = await FakeRegistry.start(settings);
  const place = await pushed(fake);
  expect(await findAttestation(WANTED, KEY, place)).toMatchObject({
    kind: 'untrusted',
    because: expect.stringContaining('nothing') as unknown,
  });
  expect(await attestImage({ claim: CLAIM, facts: FACTS }, KEY, place)).toBe('attested');
  expect(await findAttestation(WANTED, KEY, place)).toMatchObject({
    kind: 'trusted',
    claim: CLAIM,
    facts: FACTS,
  });
  fake.seen.length = 0;
  expect(await attestImage({ claim: CLAIM, facts: FACTS }, KEY, place)).toBe('already-exists');
  expect(fake.linesOf('PUT')).toEqual([]);
});

test('where the index that stands in for a list may not move, it says which tags to exclude', async () => {
  await using fake = await FakeRegistry.start({ immutableExcept: [], listsReferrers: false });
  const place = await pushed(fake);
  await attestImage({ claim: CLAIM, facts: FACTS }, KEY, place);
  await expect(attestImage({ claim: CLAIM, facts: { other: 1 } }, KEY, place)).rejects.toMatchObject({
    kind: 'tag-immutable',
    message: expect.stringContaining('sha256-*') as unknown,
  });
});

test('an attestation of another key, or of another build, is not trusted', async () => {
  await using fake = await FakeRegistry.start();
  const place = await pushed(fake);
  await attestImage({ claim: CLAIM, facts: FACTS }, newKey(), place);
  expect(await findAttestation(WANTED, KEY, place)).toMatchObject({
    because: expect.stringContaining('not signed with the key') as unknown,
  });
  await attestImage({ claim: { ...CLAIM, contentHash: 'decaf' }, facts: FACTS }, KEY, place);
  const found = await findAttestation(WANTED, KEY, place);
  expect(found).toMatchObject({ kind: 'untrusted', because: expect.stringContaining('1 more') as unknown });
});

/** An artifact of our type on the image, with what a stranger puts into it. */
async function forge(place: ImagePlace, envelope: Bytes, facts: Bytes): Promise<void> {
  const layers = [envelope, facts];
  const artifact = builtImage('{}', { artifactType: ATTESTATION_TYPE, subject: SUBJECT, layers });
  for (const { descriptor, bytes } of artifact.blobs)
    await place.registry.uploadBlob(REPOSITORY, descriptor, () =>
      Promise.resolve(new Blob([Buffer.from(bytes)])),
    );
  const { manifest } = artifact;
  await place.registry.attachReferrer(REPOSITORY, {
    mediaType: manifest.descriptor.mediaType,
    bytes: manifest.bytes,
  });
}

const factsOf = (content: Uint8Array | string): Bytes => bytesOf(gzipSync(content), FACTS_TYPE);
const GOOD_FACTS = factsOf(JSON.stringify(FACTS));
const sealed = (payload: string): Bytes => bytesOf(KEY.sign(payload), ENVELOPE_TYPE);
const claimed = (change: object = {}): Bytes =>
  sealed(statementOf({ ...CLAIM, facts: GOOD_FACTS.descriptor.digest, ...change }));
/** What a reader of JSON would take, if it had the room. */
const BOMB = factsOf(`{}${' '.repeat(17 * 1_024 ** 2)}`);
const LONG = bytesOf(`${claimed().bytes.toString()}${' '.repeat(70_000)}`, ENVELOPE_TYPE);

const HOSTILE: readonly (readonly [string, Bytes, Bytes])[] = [
  ['a claim about another image', claimed({ digest: digestOf('another') }), GOOD_FACTS],
  ['a claim about another build', claimed({ contentHash: 'decaf' }), GOOD_FACTS],
  ['facts that were exchanged', claimed(), factsOf('{"files":{}}')],
  ['facts that are no JSON', claimed({ facts: factsOf('x').descriptor.digest }), factsOf('x')],
  ['facts that are a bomb', claimed({ facts: BOMB.descriptor.digest }), BOMB],
  ['no envelope', bytesOf('hello', ENVELOPE_TYPE), GOOD_FACTS],
  ['a signed text of another kind', sealed('{}'), GOOD_FACTS],
  ['an envelope that is too large', LONG, GOOD_FACTS],
  ['an envelope of another type', bytesOf(claimed().bytes, 'text/plain'), GOOD_FACTS],
];

test.each(HOSTILE)('%s is not trusted, and hides no true one', async (_, envelope, facts) => {
  await using fake = await FakeRegistry.start();
  const place = await pushed(fake);
  await forge(place, envelope, facts);
  expect(await findAttestation(WANTED, KEY, place)).toMatchObject({ kind: 'untrusted' });
  await attestImage({ claim: CLAIM, facts: FACTS }, KEY, place);
  expect(await findAttestation(WANTED, KEY, place)).toMatchObject({ kind: 'trusted', facts: FACTS });
});

test('what is altered or gone where it is kept is not trusted; a registry that is away is no answer', async () => {
  await using fake = await FakeRegistry.start();
  const place = await pushed(fake);
  await attestImage({ claim: CLAIM, facts: FACTS }, KEY, place);
  const find = (): Promise<FoundAttestation> => findAttestation(WANTED, KEY, place);
  fake.fail(/^GET .*blobs/, 1, { kind: 'altered' });
  expect(await find()).toMatchObject({ kind: 'untrusted' });
  fake.fail(/^GET .*blobs/, 1, { kind: 'answer', reply: { status: 404 } });
  expect(await find()).toMatchObject({ kind: 'untrusted' });
  fake.fail(/^GET .*blobs/, 1, { kind: 'answer', reply: { status: 503 } });
  await expect(find()).rejects.toMatchObject({ kind: 'unreachable' });
  fake.fail(/^GET .*referrers/, 1, { kind: 'cut' });
  await expect(find()).rejects.toMatchObject({ kind: 'unreachable' });
});

test('thousands of referrers cost a bounded number of requests', async () => {
  await using fake = await FakeRegistry.start();
  const place = await pushed(fake);
  const { manifests } = fake.store.repository(REPOSITORY);
  const entry = (at: number): Descriptor => {
    const { descriptor, bytes } = builtImage(String(at), {
      artifactType: ATTESTATION_TYPE,
      subject: SUBJECT,
    }).manifest;
    manifests.set(descriptor.digest, { mediaType: descriptor.mediaType, bytes });
    return descriptor;
  };
  Array.from({ length: 3_000 }, (_, at) => entry(at));
  fake.seen.length = 0;
  expect(await findAttestation(WANTED, KEY, place)).toMatchObject({ kind: 'untrusted' });
  expect(fake.seen.length).toBeLessThan(100);
});
