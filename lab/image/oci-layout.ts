import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Layer, sha256 } from './layer.ts';

/** An image in a folder as the OCI image layout has it. */
export interface OciLayout {
  readonly folder: string;
  /** Of its one manifest. */
  readonly digest: string;
}

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';
const BEGINNING = '1970-01-01T00:00:00Z';

/** Writes an image for linux/amd64; `config` is what a container of it starts with. */
export async function writeLayout(
  folder: string,
  layers: readonly { readonly layer: Layer; readonly madeBy: string }[],
  config: object,
): Promise<OciLayout> {
  await mkdir(join(folder, 'blobs', 'sha256'), { recursive: true });
  const stored: Descriptor[] = [];
  for (const { layer } of layers) stored.push(await putBlob(folder, LAYER, layer.bytes));
  const image = {
    created: BEGINNING,
    architecture: 'amd64',
    os: 'linux',
    config,
    rootfs: { type: 'layers', diff_ids: layers.map(({ layer }) => layer.diffId) },
    history: layers.map(({ madeBy }) => ({ created: BEGINNING, created_by: madeBy })),
  };
  const configured = await putBlob(folder, CONFIG, json(image));
  const manifest = { schemaVersion: 2, mediaType: MANIFEST, config: configured, layers: stored };
  const described = await putBlob(folder, MANIFEST, json(manifest));
  await writeFile(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  const platform = { architecture: 'amd64', os: 'linux' };
  const index = { schemaVersion: 2, manifests: [{ ...described, platform }] };
  await writeFile(join(folder, 'index.json'), json(index));
  return { folder, digest: described.digest };
}

export async function readLayout(folder: string): Promise<OciLayout> {
  const index = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')) as { manifests: Descriptor[] };
  const [first, ...others] = index.manifests;
  if (first === undefined || others.length > 0) throw new Error(`${folder} holds not one image`);
  return { folder, digest: first.digest };
}

export const blobPath = (folder: string, digest: string): string =>
  join(folder, 'blobs', ...digest.split(':'));

async function putBlob(folder: string, mediaType: string, bytes: Buffer): Promise<Descriptor> {
  const digest = sha256(bytes);
  await writeFile(blobPath(folder, digest), bytes);
  return { mediaType, digest, size: bytes.length };
}

const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));
