import { createHash } from 'node:crypto';
import type { LocalImage } from '../../actions/build-push/src/push-image.ts';
import type { Digest } from '../../lib/core/image-reference.ts';
import type { Descriptor } from '../../lib/core/oci-descriptor.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../lib/core/oci-manifest.ts';

export const digestOf = (bytes: Uint8Array | string): Digest =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;

export interface Bytes {
  readonly descriptor: Descriptor;
  readonly bytes: Buffer;
}

export function bytesOf(content: Uint8Array | string, mediaType: string): Bytes {
  const bytes = Buffer.from(content);
  return { bytes, descriptor: { mediaType, digest: digestOf(bytes), size: bytes.length } };
}

const document = (value: { readonly mediaType: string }): Bytes =>
  bytesOf(JSON.stringify(value), value.mediaType);

/** An image for one platform. */
export interface BuiltImage {
  readonly manifest: Bytes;
  readonly blobs: readonly Bytes[];
}

export interface ImageParts {
  readonly layers?: readonly Bytes[];
  readonly subject?: Descriptor;
  readonly artifactType?: string;
}

/** A small image; what is written into it makes it another one. */
export function builtImage(content: string, parts: ImageParts = {}): BuiltImage {
  const layers = parts.layers ?? [
    bytesOf(`layer of ${content}`, 'application/vnd.oci.image.layer.v1.tar+gzip'),
  ];
  const config = bytesOf(JSON.stringify({ content }), 'application/vnd.oci.image.config.v1+json');
  const manifest = document({
    ...{ schemaVersion: 2, mediaType: OCI_MANIFEST, artifactType: parts.artifactType },
    config: config.descriptor,
    layers: layers.map(({ descriptor }) => descriptor),
    subject: parts.subject,
  } as { readonly mediaType: string });
  return { manifest, blobs: [config, ...layers] };
}

/** Several platforms in one index. */
export function builtIndex(images: readonly BuiltImage[]): Bytes {
  const manifests = images.map(({ manifest: { descriptor } }, index) => ({
    ...descriptor,
    platform: { os: 'linux', architecture: ['amd64', 'arm64'][index] ?? `arch${String(index)}` },
  }));
  return document({ ...{ schemaVersion: 2, manifests }, mediaType: OCI_INDEX });
}

/** What an engine wrote into a layout: an index of these images, or what else names them. */
export function localImage(root: Bytes, images: readonly BuiltImage[]): LocalImage {
  const manifests = images.map(({ manifest }) => manifest);
  const all = new Map(
    [root, ...manifests, ...images.flatMap(({ blobs }) => blobs)].map((each) => [
      each.descriptor.digest,
      each,
    ]),
  );
  const bytesAt = ({ digest }: { readonly digest: Digest }): Buffer => {
    const found = all.get(digest);
    if (found === undefined) throw new Error(`${digest} was not built`);
    return found.bytes;
  };
  return {
    root: root.descriptor,
    manifest: (blob) => Promise.resolve(bytesAt(blob)),
    open: (blob) => Promise.resolve(new Blob([Buffer.from(bytesAt(blob))])),
  };
}
