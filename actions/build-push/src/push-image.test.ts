import { expect, test } from '@jest/globals';
import { RegistryFailure } from '../../../lib/core/registry-failure.ts';
import { eachKill } from '../../../test/builders/each-kill.ts';
import { clientOf, repositoryName, tagOf } from '../../../test/builders/image-place.ts';
import { builtImage, builtIndex, localImage } from '../../../test/builders/oci-image.ts';
import { FakeRegistry } from '../../../test/fakes/fake-registry.ts';
import { pushImage } from './push-image.ts';

const REPOSITORY = repositoryName('team/consumer');
const IMAGES = [builtImage('amd64'), builtImage('arm64')];
const INDEX = builtIndex(IMAGES);
const IMAGE = localImage(INDEX, IMAGES);
const DIGEST = INDEX.descriptor.digest;

test('an image is pushed by digest alone: no tag is written', async () => {
  await using fake = await FakeRegistry.start({ login: 'basic' });
  const place = { ...clientOf(fake), repository: REPOSITORY };
  const moved = await pushImage(IMAGE, place);
  const blobs = IMAGES.flatMap((image) => image.blobs);
  const bytes = blobs.reduce((sum, { descriptor }) => sum + descriptor.size, 0);
  expect(moved).toEqual({ digest: DIGEST, blobs: 4, bytes, manifests: 3, mounted: 0 });
  const { manifests, tags } = fake.store.repository(REPOSITORY);
  expect([...manifests.keys()].at(-1)).toBe(DIGEST);
  expect(tags.size).toBe(0);
});

test('what is there is not sent again', async () => {
  await using fake = await FakeRegistry.start();
  const place = { ...clientOf(fake), repository: REPOSITORY };
  await pushImage(IMAGE, place);
  fake.seen.length = 0;
  expect(await pushImage(IMAGE, place)).toMatchObject({ digest: DIGEST, blobs: 0, bytes: 0, manifests: 0 });
  expect(fake.seen.every(({ line }) => line.startsWith('HEAD '))).toBe(true);
});

test('401 twice on a blob: one new login, two lines in the log, no byte twice', async () => {
  await using fake = await FakeRegistry.start({ login: 'basic' });
  let logins = 0;
  const login = (again: boolean): Promise<{ username: string; password: string }> => {
    if (again) logins += 1;
    return Promise.resolve({ username: 'AWS', password: 'open-sesame' });
  };
  const { registry, said } = clientOf(fake, { retries: 3, login });
  await registry.head(REPOSITORY, tagOf('warm'));
  const [config] = IMAGES.flatMap((image) => image.blobs);
  const path = `/v2/${REPOSITORY}/blobs/${String(config?.descriptor.digest)}`;
  fake.fail(new RegExp(`^HEAD ${path}$`), 2, { kind: 'answer', reply: { status: 401 } });
  expect(await pushImage(IMAGE, { registry, repository: REPOSITORY })).toMatchObject({
    digest: DIGEST,
    blobs: 4,
  });
  expect(logins).toBe(1);
  expect(said).toEqual([
    `HEAD ${fake.origin}${path}: 401 with a login; logging in again`,
    `HEAD ${fake.origin}${path}: 401 with a login; trying again in 1 s (1 of 3)`,
  ]);
  expect(fake.linesOf('PATCH')).toHaveLength(4);
});

test.each(['cut', 'lost'] as const)('the last manifest is %s: it alone is put again', async (kind) => {
  await using fake = await FakeRegistry.start();
  const { registry, said } = clientOf(fake, { retries: 3 });
  fake.fail(new RegExp(`^PUT .*/manifests/${DIGEST}$`), 1, { kind });
  expect((await pushImage(IMAGE, { registry, repository: REPOSITORY })).digest).toBe(DIGEST);
  expect(said).toHaveLength(1);
  expect(fake.linesOf('PATCH')).toHaveLength(4);
  expect(fake.linesOf('PUT').filter((line) => line.endsWith(DIGEST))).toHaveLength(2);
});

test.each(['cut', 'lost'] as const)(
  'killed at every request (%s), the next push sends what lacks and nothing else',
  async (how) => {
    const harmed = await eachKill(async (request) => {
      await using fake = await FakeRegistry.start();
      const place = { ...clientOf(fake), repository: REPOSITORY };
      fake.dieAt(request, how);
      const first = await pushImage(IMAGE, place).catch((failure: unknown) => failure);
      const { blobs, manifests } = fake.store.repository(REPOSITORY);
      const lacking = { blobs: 4 - blobs.size, manifests: 3 - manifests.size };
      fake.revive();
      fake.seen.length = 0;
      expect(await pushImage(IMAGE, place)).toMatchObject({ digest: DIGEST, ...lacking });
      expect(fake.linesOf('PATCH')).toHaveLength(lacking.blobs);
      expect(manifests.get(DIGEST)?.bytes.equals(INDEX.bytes)).toBe(true);
      return first instanceof RegistryFailure;
    });
    expect(harmed).toBeGreaterThan(20);
  },
);
