import { zstdCompressSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { archive, entryBlocks, file, program } from '../../../test/builders/archive.ts';
import {
  type BuiltLayer,
  digestOf,
  gzipped,
  layer,
  LayoutFolder,
  layoutOf,
  TYPES,
} from '../../../test/builders/oci-layout.ts';
import { flawsOf, readOnce } from '../../../test/builders/read-once.ts';
import type { Flaw } from '../../core/image-contents.ts';
import type { ReadLimits } from './reading.ts';

async function flawOfLayer(built: BuiltLayer, limits: Partial<ReadLimits> = {}): Promise<Flaw | undefined> {
  const [flaw, ...more] = flawsOf(await readOnce(layoutOf({ layers: [built] }), limits));
  expect(more).toEqual([]);
  return flaw;
}

const LAYER = layer(file('a', 'x'.repeat(2_000)), program('bin/sh'));

test('a layer whose bytes are others than its digest says', async () => {
  const layout = new LayoutFolder();
  const root = layout.root(layout.image({ layers: [LAYER] }));
  const digest = digestOf(LAYER.bytes);
  layout.overwrite(digest, Buffer.concat([LAYER.bytes.subarray(0, -1), Buffer.from('!')]));
  expect(flawsOf(await readOnce(root))).toMatchObject([
    { kind: expect.stringMatching(/altered|unreadable/), digest },
  ]);
});

test('a layer that is another good layer than its digest says', async () => {
  const layout = new LayoutFolder();
  const plain = (content: string): BuiltLayer => {
    const tar = archive(file('a', content));
    return { mediaType: TYPES.tar, bytes: tar, diffId: digestOf(tar) };
  };
  const root = layout.root(layout.image({ layers: [plain('good')] }));
  layout.overwrite(digestOf(plain('good').bytes), plain('evil').bytes);
  expect(flawsOf(await readOnce(root))).toMatchObject([
    { kind: 'altered', because: expect.stringContaining('its bytes have the digest sha256:') },
  ]);
});

test('a layer that is longer than it is said to be', async () => {
  const layout = new LayoutFolder();
  const root = layout.root(layout.image({ layers: [LAYER] }));
  layout.overwrite(digestOf(LAYER.bytes), Buffer.concat([LAYER.bytes, Buffer.alloc(9)]));
  const size = LAYER.bytes.length;
  expect(flawsOf(await readOnce(root))).toMatchObject([
    { kind: 'altered', because: `it has ${String(size + 9)} bytes, ${String(size)} are promised` },
  ]);
});

test('a layer that expands to something else than the config says', async () => {
  expect(await flawOfLayer({ ...LAYER, diffId: digestOf('other') })).toMatchObject({
    kind: 'altered',
    because: expect.stringContaining('the archive in it has the digest sha256:'),
  });
});

test('a compressed layer that is cut off', async () => {
  const flaw = await flawOfLayer({ ...LAYER, bytes: LAYER.bytes.subarray(0, -20) });
  expect(flaw).toMatchObject({ kind: 'unreadable', because: expect.stringContaining('Z_BUF_ERROR') });
});

test('Zstandard is read, and a second frame behind the first one is not passed over', async () => {
  const tar = archive(file('a'));
  const hidden = archive(program('bin/sh'));
  const compressed = zstdCompressSync(tar);
  const built = { mediaType: TYPES.zstd, bytes: compressed, diffId: digestOf(tar) };
  expect(await flawOfLayer(built)).toBeUndefined();
  const both = Buffer.concat([tar.subarray(0, -1024), hidden]);
  const bytes = Buffer.concat([zstdCompressSync(tar.subarray(0, -1024)), zstdCompressSync(hidden)]);
  expect(await flawOfLayer({ ...built, bytes, diffId: digestOf(both) })).toMatchObject({
    kind: 'unreadable',
  });
});

test.each([
  ['application/vnd.oci.image.layer.nondistributable.v1.tar+gzip', /is kept elsewhere/],
  ['application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', /is kept elsewhere/],
  ['application/vnd.oci.image.layer.v1.tar+gzip+encrypted', /no reader is known/],
  ['application/octet-stream', /no reader is known/],
])('a layer of type %s is unreadable', async (mediaType, because) => {
  expect(await flawOfLayer({ ...LAYER, mediaType })).toMatchObject({
    kind: 'unreadable',
    because: expect.stringMatching(because),
  });
});

const zeros = (mebibytes: number): BuiltLayer =>
  gzipped(archive(file('zeros', Buffer.alloc(mebibytes * 1024 ** 2))));

test.each<[string, BuiltLayer, Partial<ReadLimits>, RegExp]>([
  ['a gzip bomb', zeros(20), {}, /expand to more than 200 times as much/],
  ['more bytes than may be', zeros(3), { expandedBytes: 1_000_000 }, /expand to more than 977 KiB/],
  [
    'more entries than may be',
    layer(...Array.from({ length: 30 }, (_, at) => file(String(at)))),
    { entries: 20 },
    /more than 20 entries/,
  ],
  [
    'a name without end',
    gzipped(Buffer.concat([entryBlocks({ ...file('a'), pax: { path: 'x/'.repeat(3_000) } }), archive()])),
    {},
    /longer than 4096 characters/,
  ],
  [
    'folders without end',
    gzipped(Buffer.concat([entryBlocks({ ...file('a'), pax: { path: 'x/'.repeat(300) } }), archive()])),
    { entries: 10 },
    /too deep/,
  ],
])('%s is a bomb', async (_, built, limits, because) => {
  expect(await flawOfLayer(built, limits)).toMatchObject({
    kind: 'bomb',
    because: expect.stringMatching(because),
  });
});

test('a reading that takes too long ends, and what it did not reach counts as a bomb', async () => {
  const flaw = await flawOfLayer(zeros(12), { milliseconds: 0 });
  expect(flaw).toMatchObject({ kind: 'bomb', because: 'reading the layout takes longer than it may' });
});
