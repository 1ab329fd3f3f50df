import { beforeAll, expect, test } from '@jest/globals';
import { ociRegistry } from '../../lib/adapters/oci-registry/open-registry.ts';
import type { OciRegistry } from '../../lib/adapters/oci-registry/oci-registry.ts';
import {
  type Digest,
  parseRepositoryName,
  parseTag,
  type RepositoryName,
  type Tag,
} from '../../lib/core/image-reference.ts';
import { MANIFEST_BYTES } from '../../lib/core/oci-manifest.ts';
import { type BuiltImage, builtImage, builtIndex, bytesOf, digestOf } from '../builders/oci-image.ts';

/** A registry to try, and who may push there. */
export interface RegistrySubject {
  readonly origin: string;
  readonly login: { readonly username: string; readonly password: string } | undefined;
  /** A folder of this test. */
  readonly scratch: string;
}

const RUN = Date.now().toString(36);
let made = 0;

type Registry = () => OciRegistry;

/** What every registry does with what this action asks of it; each test has a repository of its own. */
export function ociRegistryContract(start: () => RegistrySubject): void {
  let registry: OciRegistry;
  beforeAll(() => {
    registry = openSubject(start());
  });
  manifestContract(() => registry);
  tagContract(() => registry);
  blobContract(() => registry);
  mountContract(() => registry);
  referrerContract(() => registry);
  refusalContract(() => registry, start);
}

function tagContract(registry: Registry): void {
  test('all tags are listed, on however many pages', async () => {
    const repository = newRepository();
    expect(await registry().tags(repository)).toEqual([]);
    const image = builtImage('listed');
    await push(registry(), repository, image);
    const { descriptor, bytes } = image.manifest;
    const wanted = ['a', 'b', 'c', 'd', 'e'].map(tag);
    for (const each of wanted) await registry().putManifest(repository, each, { ...descriptor, bytes });
    expect([...(await registry().tags(repository))].sort()).toEqual(wanted);
  });
}

function manifestContract(registry: Registry): void {
  test('what is not there is undefined, whether its repository is there or not', async () => {
    const repository = newRepository();
    expect(await registry().head(repository, tag('v1'))).toBeUndefined();
    expect(await registry().manifest(repository, digestOf('nothing'))).toBeUndefined();
    expect(await registry().hasBlob(repository, bytesOf('nothing', '').descriptor)).toBe(false);
  });

  test('an image that is pushed by digest comes back byte for byte, and a tag is put on it later', async () => {
    const repository = newRepository();
    const image = builtImage('by digest');
    await push(registry(), repository, image);
    const { descriptor, bytes } = image.manifest;
    expect(await registry().head(repository, descriptor.digest)).toEqual(descriptor);
    expect((await registry().manifest(repository, descriptor.digest))?.bytes).toEqual(bytes);
    expect(await registry().head(repository, tag('v1'))).toBeUndefined();
    await registry().putManifest(repository, tag('v1'), { ...descriptor, bytes });
    expect(await registry().head(repository, tag('v1'))).toEqual(descriptor);
  });

  test('an index stands on its children', async () => {
    const repository = newRepository();
    const images = [builtImage('one'), builtImage('two')];
    const index = builtIndex(images);
    const put = (): Promise<Digest> =>
      registry().putManifest(repository, index.descriptor.digest, { ...index.descriptor, ...index });
    await push(registry(), repository, builtImage('another'));
    await expect(put()).rejects.toMatchObject({ name: 'RegistryFailure' });
    for (const image of images) await push(registry(), repository, image);
    expect(await put()).toBe(index.descriptor.digest);
    expect((await registry().manifest(repository, index.descriptor.digest))?.descriptor).toEqual(
      index.descriptor,
    );
  });
}

function blobContract(registry: Registry): void {
  test('a blob is sent once, and read and pulled with its bytes', async () => {
    const repository = newRepository();
    const { descriptor, bytes } = bytesOf(Buffer.alloc(300_000, RUN), 'application/octet-stream');
    const open = (): Promise<Blob> => Promise.resolve(new Blob([bytes]));
    expect(await registry().uploadBlob(repository, descriptor, open)).toBe('uploaded');
    expect(await registry().uploadBlob(repository, descriptor, open)).toBe('already-there');
    const read = Buffer.concat(await Array.fromAsync(registry().blob(repository, descriptor)));
    expect(read.equals(bytes)).toBe(true);
    await using pulled = await registry().pullBlob(repository, descriptor);
    expect(bytes.equals(new Uint8Array(await (await pulled.open()).arrayBuffer()))).toBe(true);
  });

  test('bytes that are not those of the digest are not taken', async () => {
    const { descriptor } = bytesOf('what was said', 'application/octet-stream');
    const open = (): Promise<Blob> => Promise.resolve(new Blob(['what was sent']));
    await expect(registry().uploadBlob(newRepository(), descriptor, open)).rejects.toMatchObject({
      kind: 'digest-mismatch',
    });
  });
}

function mountContract(registry: Registry): void {
  test('a blob is mounted from another repository, or the upload is asked for', async () => {
    const from = newRepository();
    const image = builtImage('to mount');
    await push(registry(), from, image);
    const to = newRepository();
    for (const { descriptor, bytes } of image.blobs) {
      const isMounted = await registry().mountBlob(to, descriptor.digest, from);
      if (!isMounted) await registry().uploadBlob(to, descriptor, () => Promise.resolve(new Blob([bytes])));
      expect(await registry().hasBlob(to, descriptor)).toBe(true);
    }
    expect(await registry().mountBlob(to, digestOf('nothing'), from)).toBe(false);
  });
}

function referrerContract(registry: Registry): void {
  test('referrers are found by their subject, whether the registry lists them or an index does', async () => {
    const repository = newRepository();
    const image = builtImage('subject');
    await push(registry(), repository, image);
    const subjectOf = image.manifest.descriptor;
    const [first, second] = ['application/x.one', 'application/x.two'].map((artifactType) =>
      builtImage(artifactType, { subject: subjectOf, artifactType }),
    );
    for (const referrer of [first, second, first]) {
      for (const blob of referrer?.blobs ?? []) await upload(registry(), repository, blob);
      if (referrer !== undefined) await registry().attachReferrer(repository, asManifest(referrer));
    }
    const { descriptors, isComplete } = await registry().referrers(repository, subjectOf.digest);
    expect(isComplete).toBe(true);
    expect(descriptors.map(({ digest }) => digest).sort()).toEqual(
      [first, second].map((each) => each?.manifest.descriptor.digest).sort(),
    );
    const ones = await registry().referrers(repository, subjectOf.digest, 'application/x.one');
    expect(ones.descriptors.map(({ digest }) => digest)).toEqual([first?.manifest.descriptor.digest]);
    expect((await registry().referrers(repository, digestOf('lonely'))).descriptors).toEqual([]);
  });
}

function refusalContract(registry: Registry, start: () => RegistrySubject): void {
  test('a wrong password is refused where one is asked for, and never told', async () => {
    const subject = start();
    const login = { username: subject.login?.username ?? 'somebody', password: 'not-the-password' };
    const stranger = openSubject({ ...subject, login });
    const answer = await stranger.head(newRepository(), tag('v1')).catch((error: unknown) => error);
    const refusal: unknown = expect.objectContaining({ kind: 'unauthorized' });
    expect(answer).toEqual(subject.login === undefined ? undefined : refusal);
    expect(String(answer)).not.toContain('not-the-password');
  });

  test('a manifest that is larger than any is not taken', async () => {
    const repository = newRepository();
    const bytes = Buffer.alloc(MANIFEST_BYTES + 1, ' ');
    const { mediaType } = builtImage('large').manifest.descriptor;
    await expect(
      registry().putManifest(repository, tag('large'), { mediaType, bytes }),
    ).rejects.toMatchObject({
      name: 'RegistryFailure',
    });
  });
}

function openSubject({ origin, login, scratch }: RegistrySubject): OciRegistry {
  const clock = { now: () => Date.now(), sleep: () => Promise.resolve() };
  const log = (): void => undefined;
  return ociRegistry({ origin, login: () => Promise.resolve(login), scratch, retries: 2, clock, log });
}

function newRepository(): RepositoryName {
  made += 1;
  const name = parseRepositoryName(`contract/${RUN}-${String(made)}`);
  if (name === undefined) throw new Error('not a name');
  return name;
}

function tag(text: string): Tag {
  const parsed = parseTag(text);
  if (parsed === undefined) throw new Error('not a tag');
  return parsed;
}

const asManifest = ({ manifest }: BuiltImage): { mediaType: string; bytes: Buffer } => ({
  mediaType: manifest.descriptor.mediaType,
  bytes: manifest.bytes,
});

const upload = (
  registry: OciRegistry,
  repository: RepositoryName,
  { descriptor, bytes }: BuiltImage['manifest'],
): Promise<unknown> =>
  registry.uploadBlob(repository, descriptor, () => Promise.resolve(new Blob([Buffer.from(bytes)])));

async function push(registry: OciRegistry, repository: RepositoryName, image: BuiltImage): Promise<void> {
  for (const blob of image.blobs) await upload(registry, repository, blob);
  await registry.putManifest(repository, image.manifest.descriptor.digest, asManifest(image));
}
