import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { RegistryFailure } from '../../../lib/core/registry-failure.ts';
import { eachKill } from '../../../test/builders/each-kill.ts';
import { clientOf, repositoryName } from '../../../test/builders/image-place.ts';
import { builtImage, type BuiltImage, builtIndex, localImage } from '../../../test/builders/oci-image.ts';
import { FakeRegistry, type FakeRegistrySettings } from '../../../test/fakes/fake-registry.ts';
import { copyImage } from './copy-image.ts';
import { pushImage } from './push-image.ts';
import type { ImagePlace } from './read-image-graph.ts';

const [DEV, PROD] = [repositoryName('dev/app'), repositoryName('prod/app')];
const IMAGES = [builtImage('amd64'), builtImage('arm64')] as const;
const INDEX = builtIndex(IMAGES);
const DIGEST = INDEX.descriptor.digest;
const referrer = (
  artifactType: string,
  to: { manifest: { descriptor: typeof INDEX.descriptor } },
): BuiltImage => builtImage(artifactType, { artifactType, subject: to.manifest.descriptor });
const ATTESTATION = referrer('application/x.attestation', { manifest: INDEX });
const SIGNATURE = referrer('application/x.signature', ATTESTATION);
const SBOM = referrer('application/x.sbom', IMAGES[0]);
const REFERRERS = [ATTESTATION, SIGNATURE, SBOM];
const ALL = [INDEX, ...[...IMAGES, ...REFERRERS].map(({ manifest }) => manifest)].map(
  ({ descriptor }) => descriptor.digest,
);

/** As little as can be killed in the middle. */
const SMALL = builtImage('small');
const STATEMENT = builtImage('statement', { layers: [], subject: SMALL.manifest.descriptor });

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(path.join(os.tmpdir(), 'copy-'));
});
afterAll(() => rm(scratch, { recursive: true }));

const placeAt = (fake: FakeRegistry, repository: ImagePlace['repository']): ImagePlace => ({
  registry: clientOf(fake, { scratch }).registry,
  repository,
});

async function push({ registry, repository }: ImagePlace, images: readonly BuiltImage[]): Promise<void> {
  for (const { blobs, manifest } of images) {
    for (const { descriptor, bytes } of blobs)
      await registry.uploadBlob(repository, descriptor, () =>
        Promise.resolve(new Blob([Buffer.from(bytes)])),
      );
    const { mediaType, digest } = manifest.descriptor;
    const whole = { mediaType, bytes: manifest.bytes };
    if (manifest.bytes.includes('"subject"')) await registry.attachReferrer(repository, whole);
    else await registry.putManifest(repository, digest, whole);
  }
}

async function built(fake: FakeRegistry): Promise<ImagePlace> {
  const place = placeAt(fake, DEV);
  await pushImage(localImage(INDEX, IMAGES), place);
  await push(place, REFERRERS);
  fake.seen.length = 0;
  return place;
}

test.each<FakeRegistrySettings>([{}, { listsReferrers: false }, { login: 'bearer', redirectsBlobs: true }])(
  'an image goes to another registry with its platforms and all that refers to it: %j',
  async (settings) => {
    await using source = await FakeRegistry.start(settings);
    await using target = await FakeRegistry.start(settings);
    const from = await built(source);
    const to = placeAt(target, PROD);
    expect(await copyImage(DIGEST, { from, to })).toMatchObject({
      digest: DIGEST,
      referrers: 3,
      manifests: 6,
      blobs: 10,
      mounted: 0,
    });
    const { manifests, tags } = target.store.repository(PROD);
    expect(ALL.filter((digest) => !manifests.has(digest))).toEqual([]);
    expect(manifests.get(DIGEST)?.bytes.equals(INDEX.bytes)).toBe(true);
    expect([...tags.keys()].filter((tag) => !tag.startsWith('sha256-'))).toEqual([]);
    expect(await readdir(scratch)).toEqual([]);
  },
);

test('within one registry nothing is sent: blobs are mounted', async () => {
  await using fake = await FakeRegistry.start();
  const from = await built(fake);
  const outcome = await copyImage(DIGEST, { from, to: placeAt(fake, PROD) });
  expect(outcome).toMatchObject({ blobs: 0, bytes: 0, mounted: 10 });
  expect(fake.linesOf('PATCH')).toEqual([]);
});

test('a registry that mounts nothing is sent everything', async () => {
  await using fake = await FakeRegistry.start({ mounts: false });
  const from = await built(fake);
  expect(await copyImage(DIGEST, { from, to: placeAt(fake, PROD) })).toMatchObject({ blobs: 10, mounted: 0 });
});

test('a blob that was altered where it is kept is not sent on', async () => {
  await using source = await FakeRegistry.start();
  await using target = await FakeRegistry.start();
  const from = await built(source);
  source.fail(/^GET .*blobs/, 1, { kind: 'altered' });
  await expect(copyImage(DIGEST, { from, to: placeAt(target, PROD) })).rejects.toMatchObject({
    kind: 'digest-mismatch',
  });
  expect(target.store.repository(PROD).manifests.size).toBe(0);
  expect(await readdir(scratch)).toEqual([]);
});

test('a platform that is gone ends it before anything is written', async () => {
  await using source = await FakeRegistry.start();
  await using target = await FakeRegistry.start();
  const from = await built(source);
  source.store.repository(DEV).manifests.delete(IMAGES[1].manifest.descriptor.digest);
  await expect(copyImage(DIGEST, { from, to: placeAt(target, PROD) })).rejects.toMatchObject({
    kind: 'refused',
  });
  expect(target.seen).toEqual([]);
});

test('more referrers than can be listed end it before anything is written', async () => {
  await using source = await FakeRegistry.start({ pageSize: 1 });
  await using target = await FakeRegistry.start();
  const from = await built(source);
  const { manifests } = source.store.repository(DEV);
  for (let each = 0; each < 30; each += 1) {
    const { descriptor, bytes } = builtImage(String(each), { subject: INDEX.descriptor }).manifest;
    manifests.set(descriptor.digest, { mediaType: descriptor.mediaType, bytes });
  }
  await expect(copyImage(DIGEST, { from, to: placeAt(target, PROD) })).rejects.toMatchObject({
    kind: 'refused',
  });
  expect(target.seen).toEqual([]);
});

const KILLS = [
  { how: 'cut', listsReferrers: true },
  { how: 'lost', listsReferrers: false },
] as const;

test.each(KILLS)(
  'killed at every request of the target, the next copy completes it: %j',
  async ({ how, listsReferrers }) => {
    await using source = await FakeRegistry.start({ listsReferrers });
    const from = placeAt(source, DEV);
    await push(from, [SMALL, STATEMENT]);
    const digest = SMALL.manifest.descriptor.digest;
    const harmed = await eachKill(async (request) => {
      await using target = await FakeRegistry.start({ listsReferrers });
      const to = placeAt(target, PROD);
      target.dieAt(request, how);
      const first = await copyImage(digest, { from, to }).catch((failure: unknown) => failure);
      const { blobs, manifests } = target.store.repository(PROD);
      const lacking = 3 - blobs.size;
      target.revive();
      expect(await copyImage(digest, { from, to })).toMatchObject({ digest, blobs: lacking, referrers: 1 });
      expect(manifests.get(digest)?.bytes.equals(SMALL.manifest.bytes)).toBe(true);
      const { descriptors } = await to.registry.referrers(PROD, digest);
      expect(descriptors.map((each) => each.digest)).toEqual([STATEMENT.manifest.descriptor.digest]);
      return first instanceof RegistryFailure;
    });
    expect(harmed).toBeGreaterThan(20);
    expect(await readdir(scratch)).toEqual([]);
  },
);
