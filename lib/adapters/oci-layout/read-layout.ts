import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Attestation, Flaw, ImageContents, LayoutContents } from '../../core/image-contents.ts';
import { WorldFailure } from '../../core/world-failure.ts';
import { readDocument } from './blob.ts';
import { Budget } from './budget.ts';
import { indexShape, manifestShape, type WrittenDescriptor } from './documents.ts';
import { Flawed } from './flawed.ts';
import { isAttestation, readAttestation } from './read-attestation.ts';
import { ImageReader } from './read-image.ts';
import { readJson } from './read-json.ts';
import type { Reading } from './reading.ts';

const INDEXES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const MANIFESTS = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
const INDEX_BYTES = 4 * 1024 ** 2;

/**
 * Reads the OCI layout in a folder: every image of every platform with the entries of its layers. Writes nothing and
 * unpacks nothing. What is wrong with the layout comes back as flaws; without an index.json it is no layout, which is
 * a WorldFailure.
 */
export async function readLayout(folder: string, reading: Reading): Promise<LayoutContents> {
  const budget = new Budget(reading.limits);
  const timeUp = AbortSignal.timeout(reading.limits.milliseconds);
  const signal = reading.signal === undefined ? timeUp : AbortSignal.any([reading.signal, timeUp]);
  const walk = new Walk(folder, budget, new ImageReader({ folder, reading, budget, signal }));
  const roots = await walk.start();
  for (const root of roots) await walk.follow(root, 0);
  return { roots: roots.map(({ digest }) => digest), ...walk.found };
}

async function indexOf(folder: string): Promise<Buffer> {
  const file = path.join(folder, 'index.json');
  try {
    const { size } = await lstat(file);
    if (size <= INDEX_BYTES) return await readFile(file);
  } catch (cause) {
    throw new WorldFailure(`${file}: there is no OCI layout to read. Build the image first.`, { cause });
  }
  throw new WorldFailure(
    `${file} is longer than 4 MiB. No engine writes such an index: build the image anew.`,
  );
}

/** Follows descriptors to images; each blob once, however often it is named. */
class Walk {
  readonly found = {
    images: [] as ImageContents[],
    attestations: [] as Attestation[],
    flaws: [] as Flaw[],
  };
  readonly #folder: string;
  readonly #budget: Budget;
  readonly #images: ImageReader;
  readonly #seen = new Set<string>();

  constructor(folder: string, budget: Budget, images: ImageReader) {
    this.#folder = folder;
    this.#budget = budget;
    this.#images = images;
  }

  async start(): Promise<readonly WrittenDescriptor[]> {
    const bytes = await indexOf(this.#folder);
    return (await this.#orFlaw('index.json', () => readJson(bytes, indexShape).manifests)) ?? [];
  }

  async follow(descriptor: WrittenDescriptor, depth: number): Promise<void> {
    const { digest, mediaType } = descriptor;
    if (this.#seen.has(digest)) return;
    this.#seen.add(digest);
    await this.#orFlaw(digest, async () => {
      this.#budget.manifest();
      if (INDEXES.includes(mediaType)) await this.#followIndex(descriptor, depth);
      else if (MANIFESTS.includes(mediaType)) await this.#readManifest(descriptor);
      else throw new Flawed('unreadable', `no reader is known for the type ${mediaType.slice(0, 120)}`);
    });
  }

  async #orFlaw<T>(digest: string, work: () => T): Promise<Awaited<T> | undefined> {
    try {
      return await work();
    } catch (failure) {
      if (!(failure instanceof Flawed)) throw failure;
      this.found.flaws.push({ kind: failure.kind, digest, because: failure.message });
      return undefined;
    }
  }

  async #followIndex(descriptor: WrittenDescriptor, depth: number): Promise<void> {
    if (depth > 3) throw new Flawed('bomb', 'indexes lie more than three deep in each other');
    const index = readJson(await readDocument(this.#folder, descriptor), indexShape);
    expectType(index.mediaType, descriptor);
    for (const inner of index.manifests) await this.follow(inner, depth + 1);
  }

  async #readManifest(descriptor: WrittenDescriptor): Promise<void> {
    const manifest = readJson(await readDocument(this.#folder, descriptor), manifestShape);
    expectType(manifest.mediaType, descriptor);
    if (isAttestation(descriptor, manifest)) {
      this.found.attestations.push(await readAttestation(this.#folder, descriptor, manifest));
    } else {
      this.found.images.push(await this.#images.read(descriptor, manifest));
    }
  }
}

function expectType(written: string | undefined, { mediaType }: WrittenDescriptor): void {
  if (written === undefined || written === mediaType) return;
  throw new Flawed('altered', `it calls itself ${written.slice(0, 120)}, and is named as ${mediaType}`);
}
