import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { hexOf } from '../../core/image-reference.ts';
import type { Descriptor } from '../../core/oci-descriptor.ts';

/** What an image consists of, to be written into a folder. */
export interface WholeImage {
  readonly root: Descriptor;
  readonly manifests: readonly { readonly descriptor: Descriptor; readonly bytes: Uint8Array }[];
  readonly blobs: readonly Descriptor[];
  /** Its bytes as they come, checked at their end. */
  readonly read: (blob: Descriptor) => AsyncIterable<Uint8Array>;
}

/** Writes an OCI layout. https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md */
export async function writeLayout(folder: string, image: WholeImage): Promise<void> {
  const blobs = path.join(folder, 'blobs', 'sha256');
  await mkdir(blobs, { recursive: true });
  const fileOf = ({ digest }: Descriptor): string => path.join(blobs, hexOf(digest));
  for (const { descriptor, bytes } of image.manifests) await writeFile(fileOf(descriptor), bytes);
  for (const blob of image.blobs) await pipeline(image.read(blob), createWriteStream(fileOf(blob)));
  await writeFile(path.join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  const { mediaType, digest, size } = image.root;
  const index = { schemaVersion: 2, manifests: [{ mediaType, digest, size }] };
  await writeFile(path.join(folder, 'index.json'), JSON.stringify(index));
}
