import { expect, test } from '@jest/globals';
import { clientOf, repositoryName, tagOf } from '../../../test/builders/image-place.ts';
import { builtImage, localImage } from '../../../test/builders/oci-image.ts';
import { FakeRegistry, type FakeRegistrySettings } from '../../../test/fakes/fake-registry.ts';
import { errorReply } from '../../../test/fakes/registry-reply.ts';
import { pushImage } from './push-image.ts';
import type { ImagePlace } from './read-image-graph.ts';
import { tagImage } from './tag-image.ts';

const REPOSITORY = repositoryName('consumer');
const [ONE, TWO] = [builtImage('one'), builtImage('two')];
const [FIRST, SECOND] = [ONE.manifest.descriptor.digest, TWO.manifest.descriptor.digest];

async function pushed(fake: FakeRegistry, retries = 0): Promise<ImagePlace> {
  const place = { registry: clientOf(fake, { retries }).registry, repository: REPOSITORY };
  for (const image of [ONE, TWO]) await pushImage(localImage(image.manifest, [image]), place);
  fake.seen.length = 0;
  return place;
}

const tagsIn = (fake: FakeRegistry): unknown => Object.fromEntries(fake.store.repository(REPOSITORY).tags);
const tag = tagOf('v1');

const KINDS: readonly FakeRegistrySettings[] = [
  {},
  { immutableExcept: [] },
  { immutableExcept: [], immutableReply: errorReply(409, 'ImageTagAlreadyExistsException', 'there') },
  { immutableExcept: [], immutableReply: errorReply(412, 'PRECONDITION', 'configured as immutable') },
];

test.each(KINDS)('a tag is written once, and then it is there: %j', async (settings) => {
  await using fake = await FakeRegistry.start(settings);
  const place = await pushed(fake);
  const wanted = { tag, digest: FIRST, mayMove: false };
  expect(await tagImage(wanted, place)).toEqual({ kind: 'written', tag });
  expect(await tagImage(wanted, place)).toEqual({ kind: 'already-exists', tag });
  expect(fake.linesOf('PUT')).toHaveLength(1);
  expect(fake.linesOf('POST')).toEqual([]);
});

test.each(KINDS)('a tag of another image is not overwritten, and both are named: %j', async (settings) => {
  await using fake = await FakeRegistry.start(settings);
  const place = await pushed(fake);
  await tagImage({ tag, digest: FIRST, mayMove: false }, place);
  const outcome = await tagImage({ tag, digest: SECOND, mayMove: false }, place);
  expect(outcome).toMatchObject({ kind: 'taken', by: FIRST });
  const because = outcome.kind === 'taken' ? outcome.because : '';
  expect(because).toContain(FIRST);
  expect(because).toContain(SECOND);
  expect(tagsIn(fake)).toEqual({ v1: FIRST });
});

test('the tag of an environment moves where a filter excludes it, and nowhere else', async () => {
  await using fake = await FakeRegistry.start({ immutableExcept: ['env-*'] });
  const place = await pushed(fake);
  const environment = tagOf('env-prod');
  for (const each of [environment, tag]) await tagImage({ tag: each, digest: FIRST, mayMove: true }, place);
  const wanted = { digest: SECOND, mayMove: true };
  expect(await tagImage({ ...wanted, tag: environment }, place)).toEqual({
    kind: 'moved',
    tag: environment,
    from: FIRST,
  });
  expect(await tagImage({ ...wanted, tag }, place)).toMatchObject({ kind: 'taken', by: FIRST });
  expect(tagsIn(fake)).toEqual({ 'env-prod': SECOND, v1: FIRST });
});

test.each([
  ['the same', FIRST, 'already-exists'],
  ['another', SECOND, 'taken'],
])('a job that was faster with %s image is seen', async (_, digest, kind) => {
  await using fake = await FakeRegistry.start({ immutableExcept: [] });
  const place = await pushed(fake);
  // The look before the write finds nothing yet.
  fake.fail(/^HEAD .*v1$/, 1, { kind: 'answer', reply: { status: 404 } });
  fake.store.repository(REPOSITORY).tags.set('v1', digest);
  expect(await tagImage({ tag, digest: FIRST, mayMove: false }, place)).toMatchObject({ kind });
  expect(tagsIn(fake)).toEqual({ v1: digest });
});

test('a write whose answer was lost is no failure on an immutable tag', async () => {
  await using fake = await FakeRegistry.start({ immutableExcept: [] });
  const place = await pushed(fake, 1);
  fake.fail(/^PUT .*v1$/, 1, { kind: 'lost' });
  expect(await tagImage({ tag, digest: FIRST, mayMove: false }, place)).toEqual({
    kind: 'already-exists',
    tag,
  });
});

test('a tag for an image that is not there is not written', async () => {
  await using fake = await FakeRegistry.start();
  const place = { registry: clientOf(fake).registry, repository: REPOSITORY };
  await expect(tagImage({ tag, digest: FIRST, mayMove: false }, place)).rejects.toMatchObject({
    kind: 'refused',
  });
  expect(tagsIn(fake)).toEqual({});
});
