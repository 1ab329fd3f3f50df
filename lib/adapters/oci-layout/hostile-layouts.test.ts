import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { program } from '../../../test/builders/archive.ts';
import {
  digestOf,
  layer,
  LayoutFolder,
  layoutOf,
  type NamedBlob,
  TYPES,
} from '../../../test/builders/oci-layout.ts';
import { readOnce } from '../../../test/builders/read-once.ts';
import { WorldFailure } from '../../core/world-failure.ts';

test('a reading that nobody wants any more fails with the reason', async () => {
  const reason = new Error('cancelled');
  await expect(
    readOnce(layoutOf({ layers: [layer(program('bin/sh'))] }), {}, AbortSignal.abort(reason)),
  ).rejects.toBe(reason);
});

test('blobs that are missing, no files, or named by no digest', async () => {
  const layout = new LayoutFolder();
  const [gone, inside, linked] = ['gone', 'inside', 'linked'].map((text): NamedBlob => ({
    mediaType: TYPES.manifest,
    digest: digestOf(text),
    size: 6,
  }));
  const blob = (named: NamedBlob | undefined): string =>
    path.join(layout.path, 'blobs', ...(named?.digest ?? '').split(':'));
  mkdirSync(blob(inside));
  symlinkSync('/etc/passwd', blob(linked));
  const away = { mediaType: TYPES.manifest, digest: 'sha256:../../../etc/passwd', size: 6 };
  const named = [gone, inside, linked, away].filter((each) => each !== undefined);
  const { flaws } = await readOnce(layout.root(...named));
  expect(flaws.map(({ because }) => because)).toEqual([
    'the layout does not have it',
    'it is not a file',
    'it is not a file',
    'sha256:../../../etc/passwd is not a SHA-256 digest',
  ]);
});

test('an index that names itself is not followed for ever', async () => {
  const layout = new LayoutFolder();
  const digest = digestOf('a digest of something else');
  const self = { mediaType: TYPES.index, digest, size: 0 };
  const bytes = Buffer.from(JSON.stringify({ manifests: [self] }));
  layout.overwrite(digest, bytes);
  const { flaws } = await readOnce(layout.root({ ...self, size: bytes.length }));
  expect(flaws).toMatchObject([{ kind: 'altered', digest }]);
});

test('indexes deep in each other are a bomb', async () => {
  const layout = new LayoutFolder();
  const deep = [1, 2, 3, 4, 5].reduce((inner) => layout.index(inner), layout.image());
  const { flaws } = await readOnce(layout.root(deep));
  expect(flaws).toMatchObject([{ kind: 'bomb', because: 'indexes lie more than three deep in each other' }]);
});

test('more manifests than may be are a bomb', async () => {
  const layout = new LayoutFolder();
  const root = layout.root(layout.image(), layout.image({ architecture: 'arm64' }));
  const { flaws, images } = await readOnce(root, { manifests: 1 });
  expect(images).toHaveLength(1);
  expect(flaws).toMatchObject([{ kind: 'bomb', because: 'there are more than 1 manifests' }]);
});

test('an image that is said to be an attestation is read as an image', async () => {
  const layout = new LayoutFolder();
  const image = layout.image({ layers: [layer(program('bin/sh'))] });
  const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' };
  const { images, attestations } = await readOnce(layout.root({ ...image, annotations }));
  expect(images).toHaveLength(1);
  expect(attestations).toEqual([]);
});

test.each<[string, string, RegExp]>([
  ['no JSON', '{', /it is not JSON/],
  ['a key twice', '{"manifests":[],"manifests":[]}', /gives a key twice/],
  ['a key in other letters', '{"Manifests":[]}', /Manifests is manifests to some readers/],
  ['an index and a manifest at once', '{"manifests":[],"layers":[]}', /^layers/],
])('an index.json of %s', async (_, text, because) => {
  const layout = new LayoutFolder();
  writeFileSync(path.join(layout.path, 'index.json'), text);
  const { flaws, images } = await readOnce(layout.path);
  expect(images).toEqual([]);
  expect(flaws).toMatchObject([
    { kind: 'altered', digest: 'index.json', because: expect.stringMatching(because) },
  ]);
});

test('a config that an engine reads differently, and one that fits another manifest', async () => {
  const twice = await readOnce(layoutOf({ run: { user: 'root' } }));
  expect(twice.images).toMatchObject([{ config: null, flaws: [{ kind: 'altered' }] }]);
  const layout = new LayoutFolder();
  const image = layout.image({ config: { rootfs: { diff_ids: [digestOf('x')] } } });
  const { images } = await readOnce(
    layout.root({ ...image, platform: { os: 'linux', architecture: 's390x' } }),
  );
  expect(images[0]?.flaws.map(({ because }) => because)).toEqual([
    'its config names another number of layers',
    'its config names another platform',
  ]);
});

test('a folder that is no layout is a failure of the world', async () => {
  const empty = mkdtempSync(path.join(tmpdir(), 'no-layout-'));
  await expect(readOnce(empty)).rejects.toThrow(WorldFailure);
});
