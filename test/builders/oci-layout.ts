import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { archive, type WrittenEntry } from './archive.ts';

export const TYPES = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  tar: 'application/vnd.oci.image.layer.v1.tar',
  gzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
  zstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
  statement: 'application/vnd.in-toto+json',
} as const;

export interface NamedBlob {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: Readonly<Record<string, string>>;
}

export interface BuiltLayer {
  readonly mediaType: string;
  /** As it is stored. */
  readonly bytes: Buffer;
  readonly diffId: string;
}

export const digestOf = (bytes: Buffer | string): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** A layer of these entries, compressed by gzip. */
export function layer(...entries: readonly WrittenEntry[]): BuiltLayer {
  return gzipped(archive(...entries));
}

export function gzipped(tar: Buffer): BuiltLayer {
  return { mediaType: TYPES.gzip, bytes: gzipSync(tar), diffId: digestOf(tar) };
}

export interface BuiltImage {
  readonly layers?: readonly BuiltLayer[];
  /** What differs in the run part of the config from an image that keeps every rule. */
  readonly run?: Readonly<Record<string, unknown>>;
  /** What differs in the config around it. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly architecture?: string;
}

/** Writes an OCI layout, blob by blob, also such as no engine would write. */
export class LayoutFolder {
  readonly path = mkdtempSync(path.join(tmpdir(), 'oci-layout-'));

  constructor() {
    mkdirSync(path.join(this.path, 'blobs', 'sha256'), { recursive: true });
    writeFileSync(path.join(this.path, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  }

  blob(mediaType: string, content: Buffer | object): NamedBlob {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
    const digest = digestOf(bytes);
    this.overwrite(digest, bytes);
    return { mediaType, digest, size: bytes.length };
  }

  /** Puts bytes where a digest says that others are. */
  overwrite(digest: string, bytes: Buffer): void {
    writeFileSync(path.join(this.path, 'blobs', ...digest.split(':')), bytes);
  }

  image({ layers = [], run, config, annotations = {}, architecture = 'amd64' }: BuiltImage = {}): NamedBlob {
    const built = this.blob(TYPES.config, {
      os: 'linux',
      architecture,
      config: {
        User: '65532:65532',
        Entrypoint: ['/nodejs/bin/node', '/app/index.js'],
        Env: ['PATH=/nodejs/bin'],
        Labels: { 'org.opencontainers.image.base.name': 'gcr.io/distroless/nodejs24-debian13:nonroot' },
        ...run,
      },
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
      history: [{ created_by: 'COPY /app /app # buildkit' }],
      ...config,
    });
    const manifest = this.blob(TYPES.manifest, {
      schemaVersion: 2,
      mediaType: TYPES.manifest,
      config: built,
      layers: layers.map(({ mediaType, bytes }) => this.blob(mediaType, bytes)),
      annotations,
    });
    return { ...manifest, platform: { os: 'linux', architecture } };
  }

  index(...manifests: readonly NamedBlob[]): NamedBlob {
    return this.blob(TYPES.index, { schemaVersion: 2, mediaType: TYPES.index, manifests });
  }

  /** Ends the layout: index.json names these. */
  root(...manifests: readonly NamedBlob[]): string {
    const index = { schemaVersion: 2, mediaType: TYPES.index, manifests };
    writeFileSync(path.join(this.path, 'index.json'), JSON.stringify(index));
    return this.path;
  }
}

/** A layout of one image. */
export function layoutOf(image: BuiltImage): string {
  const folder = new LayoutFolder();
  return folder.root(folder.image(image));
}
