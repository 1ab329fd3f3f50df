import { openAsBlob } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Descriptor, parseDescriptor } from '../../core/oci-descriptor.ts';
import { parseJsonObject } from '../../core/json-object.ts';
import { MANIFEST_BYTES } from '../../core/oci-manifest.ts';
import { RegistryFailure } from '../../core/registry-failure.ts';
import { type BlobName, findBlob, readDocument } from './blob.ts';
import { Flawed } from './flawed.ts';

/** The one image of an OCI layout, as it is sent to a registry. */
export interface LayoutImage {
  /** What index.json names. */
  readonly root: Descriptor;
  /** Its bytes are those of its digest. */
  manifest(blob: BlobName): Promise<Uint8Array>;
  /** A blob of the right size; the registry checks its digest before it takes it. */
  open(blob: BlobName): Promise<Blob>;
}

export async function layoutImage(folder: string): Promise<LayoutImage> {
  const [root, ...others] = await rootsOf(path.join(folder, 'index.json'));
  if (root === undefined || others.length > 0)
    throw damaged(`${folder}: the layout names ${String(others.length + (root ? 1 : 0))} images, not one`);
  return {
    root,
    manifest: (blob) => orFailure(folder, blob, () => readDocument(folder, blob)),
    open: (blob) => orFailure(folder, blob, async () => openAsBlob(await findBlob(folder, blob))),
  };
}

async function rootsOf(file: string): Promise<readonly Descriptor[]> {
  const { size } = await lstat(file).catch((cause: unknown) => {
    throw damaged(`${file} is not there`, cause);
  });
  const text = size <= MANIFEST_BYTES ? await readFile(file, 'utf8') : '';
  const listed = parseJsonObject(text)?.['manifests'];
  const values: readonly unknown[] = Array.isArray(listed) ? listed : [];
  return values.map((value) => {
    const root = parseDescriptor(value);
    if (root === undefined) throw damaged(`${file} names what is no image`);
    return root;
  });
}

async function orFailure<T>(folder: string, blob: BlobName, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof Flawed)) throw cause;
    throw damaged(`${folder}: ${blob.digest}: ${cause.message}`, cause);
  }
}

const damaged = (what: string, cause?: unknown): RegistryFailure =>
  new RegistryFailure('digest-mismatch', `${what}. Build the image anew.`, { cause });
