import type {
  ImageConfig,
  ImageContents,
  LayerContents,
  LayerEntry,
  LayoutContents,
} from '../../lib/core/image-contents.ts';

export const entry = (name: string, over: Partial<LayerEntry> = {}): LayerEntry => ({
  ...{ name, type: 'file', mode: 0o644, uid: 0, gid: 0, size: 4 },
  ...{ target: null, capabilities: false, hits: [], text: null },
  ...over,
});

export const folder = (name: string, mode = 0o755): LayerEntry => entry(name, { type: 'directory', mode });

export const link = (name: string, target: string): LayerEntry =>
  entry(name, { type: 'symlink', target, mode: 0o777 });

export const hardLink = (name: string, target: string): LayerEntry =>
  entry(name, { type: 'hard-link', target });

export const layer = (...entries: readonly LayerEntry[]): LayerContents => ({
  ...{ digest: 'sha256:layer', size: 100, expandedSize: 1_000, entries },
  flaw: undefined,
});

/** The config of an image that keeps every rule. */
export const config = (over: Partial<ImageConfig> = {}): ImageConfig => ({
  user: '65532:65532',
  entrypoint: ['/nodejs/bin/node', '/app/index.js'],
  cmd: [],
  env: ['PATH=/nodejs/bin'],
  labels: { 'org.opencontainers.image.base.name': 'gcr.io/distroless/nodejs24-debian13:nonroot' },
  volumes: [],
  exposedPorts: [],
  stopSignal: '',
  workingDir: '/app',
  history: ['COPY /app /app # buildkit'],
  hits: [],
  ...over,
});

export const image = (over: Partial<ImageContents>): ImageContents => ({
  ...{ digest: 'sha256:image', platform: 'linux/amd64', annotations: {}, config: config() },
  ...{ layers: [layer(entry('nodejs/bin/node', { mode: 0o755 }))], flaws: [] },
  ...over,
});

export const layout = (...images: readonly ImageContents[]): LayoutContents => ({
  ...{ roots: [], images, attestations: [], flaws: [] },
});
