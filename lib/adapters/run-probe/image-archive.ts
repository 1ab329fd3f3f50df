import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { pack, type Pack } from 'tar-stream';
import type { Digest } from '../../core/image-reference.ts';
import type { Descriptor } from '../../core/oci-descriptor.ts';
import { OCI_MANIFEST, parseManifest } from '../../core/oci-manifest.ts';
import { WorldFailure } from '../../core/world-failure.ts';

interface Named {
  readonly layout: string;
  readonly digest: Digest;
  /** What the engine shall call it. */
  readonly name: string;
}

/** One image of a layout as `docker load` takes it, whether the engine keeps its images with containerd or not. */
export async function imageArchive({ layout, digest, name }: Named): Promise<Readable> {
  const text = await readFile(blobOf(layout, digest), 'utf8');
  const manifest = parseManifest(text);
  if (manifest?.kind !== 'image')
    throw new WorldFailure(`${digest} in ${layout} is not an image for one platform.`);
  const { config, layers } = manifest;
  const own = { mediaType: OCI_MANIFEST, digest, size: Buffer.byteLength(text) };
  const annotations = { 'io.containerd.image.name': name };
  const tar = pack();
  addText(tar, 'oci-layout', { imageLayoutVersion: '1.0.0' });
  addText(tar, 'index.json', { schemaVersion: 2, manifests: [{ ...own, annotations }] });
  addText(tar, 'manifest.json', [
    { Config: nameOf(config), RepoTags: [name], Layers: layers.map((layer) => nameOf(layer)) },
  ]);
  const blobs = new Map([own, config, ...layers].map((blob) => [blob.digest, blob]));
  void addBlobs(tar, layout, [...blobs.values()]);
  return Readable.from(tar);
}

const nameOf = ({ digest }: Pick<Descriptor, 'digest'>): string => ['blobs', ...digest.split(':')].join('/');
const blobOf = (layout: string, digest: Digest): string => path.join(layout, nameOf({ digest }));

function addText(tar: Pack, name: string, value: object): void {
  tar.entry({ name }, JSON.stringify(value));
}

/** A failure ends the archive with it, and so whoever reads it. */
async function addBlobs(
  tar: Pack,
  layout: string,
  blobs: readonly Pick<Descriptor, 'digest'>[],
): Promise<void> {
  try {
    for (const blob of blobs) {
      const file = blobOf(layout, blob.digest);
      const { size } = await stat(file);
      await pipeline(createReadStream(file), tar.entry({ name: nameOf(blob), size }));
    }
    tar.finalize();
  } catch (failure) {
    tar.destroy(failure instanceof Error ? failure : new Error(String(failure)));
  }
}
