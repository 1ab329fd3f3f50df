import type { Flaw, ImageConfig, ImageContents, LayerContents } from '../../core/image-contents.ts';
import { readDocument } from './blob.ts';
import {
  configShape,
  type WrittenConfig,
  type WrittenDescriptor,
  type WrittenManifest,
  type WrittenPlatform,
} from './documents.ts';
import { Flawed } from './flawed.ts';
import { readJson } from './read-json.ts';
import { type LayerReader, readLayer } from './read-layer.ts';

const CONFIGS = [
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
];

/** `linux/arm64/v8` */
const platformName = ({ os, architecture, variant }: WrittenPlatform): string =>
  [os, architecture, variant].filter((part) => part !== undefined && part !== '').join('/');

/** Reads images one after the other; a layer that several of them share is read once. */
export class ImageReader {
  readonly #reader: LayerReader;
  readonly #layers = new Map<string, Promise<LayerContents>>();

  constructor(reader: LayerReader) {
    this.#reader = reader;
  }

  async read(descriptor: WrittenDescriptor, manifest: WrittenManifest): Promise<ImageContents> {
    const config = await this.#config(manifest.config);
    const diffIds = config.written?.rootfs.diff_ids;
    const layers: LayerContents[] = [];
    for (const [at, layer] of manifest.layers.entries()) {
      layers.push(await this.#layer({ ...layer, diffId: diffIds?.[at] ?? null }));
    }
    const flaws = [...config.flaws, ...disagreements(descriptor, manifest, config.written)];
    return {
      digest: descriptor.digest,
      platform: platformName(config.written ?? descriptor.platform ?? UNKNOWN),
      annotations: { ...descriptor.annotations, ...manifest.annotations },
      config: config.read,
      layers,
      flaws,
    };
  }

  #layer(layer: Parameters<typeof readLayer>[0]): Promise<LayerContents> {
    const key = [layer.digest, layer.size, layer.mediaType, layer.diffId].join(' ');
    const layers = this.#layers.get(key) ?? readLayer(layer, this.#reader);
    this.#layers.set(key, layers);
    return layers;
  }

  async #config(descriptor: WrittenDescriptor): Promise<FoundConfig> {
    const { digest, mediaType } = descriptor;
    try {
      if (!CONFIGS.includes(mediaType)) {
        throw new Flawed('unreadable', `no reader is known for a config of type ${mediaType.slice(0, 120)}`);
      }
      const bytes = await readDocument(this.#reader.folder, descriptor);
      const written = readJson(bytes, configShape);
      return { written, read: configOf(written, this.#hits(bytes)), flaws: [] };
    } catch (failure) {
      if (!(failure instanceof Flawed)) throw failure;
      const flaw = { kind: failure.kind, digest, because: failure.message };
      return { written: undefined, read: null, flaws: [flaw] };
    }
  }

  #hits(bytes: Buffer): ImageConfig['hits'] {
    const scan = this.#reader.reading.scanner.scan();
    scan.write(bytes);
    return scan.end();
  }
}

const UNKNOWN: WrittenPlatform = { os: 'unknown', architecture: 'unknown', variant: undefined };

interface FoundConfig {
  readonly written: WrittenConfig | undefined;
  readonly read: ImageConfig | null;
  readonly flaws: readonly Flaw[];
}

function configOf({ config, history }: WrittenConfig, hits: ImageConfig['hits']): ImageConfig {
  return {
    user: config.User,
    entrypoint: config.Entrypoint,
    cmd: config.Cmd,
    env: config.Env,
    labels: config.Labels,
    volumes: config.Volumes,
    exposedPorts: config.ExposedPorts,
    stopSignal: config.StopSignal,
    workingDir: config.WorkingDir,
    history: history.map(({ created_by: command }) => command),
    hits,
  };
}

/** What a manifest and its config say differently: an engine believes one of them. */
function disagreements(
  { digest, platform }: WrittenDescriptor,
  { layers }: WrittenManifest,
  config: WrittenConfig | undefined,
): Flaw[] {
  if (config === undefined) return [];
  const said: string[] = [];
  if (layers.length !== config.rootfs.diff_ids.length) said.push('another number of layers');
  const named = platform ?? config;
  if (named.os !== config.os || named.architecture !== config.architecture) said.push('another platform');
  return said.map((what) => ({ kind: 'altered', digest, because: `its config names ${what}` }));
}
