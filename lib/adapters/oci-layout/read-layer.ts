import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Flaw, LayerContents } from '../../core/image-contents.ts';
import { Archive } from './archive.ts';
import { ArchiveCheck } from './archive-check.ts';
import type { BlobName } from './blob.ts';
import { openBlob } from './blob.ts';
import type { Budget } from './budget.ts';
import { EntryCollector } from './entry-collector.ts';
import { Flawed } from './flawed.ts';
import { layerCodec } from './layer-codec.ts';
import type { Reading } from './reading.ts';

export interface StoredLayer extends BlobName {
  readonly mediaType: string;
  /** The digest of the archive in it, as the image's config has it; null when the config is unknown. */
  readonly diffId: string | null;
}

export interface LayerReader {
  readonly folder: string;
  readonly reading: Reading;
  readonly budget: Budget;
  /** Ends the reading: the time is up, or whoever wants it no longer does. */
  readonly signal: AbortSignal;
}

/**
 * Reads a layer in one pass: blob -> digest -> decompression -> digest of the archive -> entries -> scanner.
 * What goes wrong with it is its flaw; what was read until then stays known.
 */
export async function readLayer(layer: StoredLayer, reader: LayerReader): Promise<LayerContents> {
  const pass = new Pass(layer, reader);
  const flaw = await pass.run().then(
    () => undefined,
    (failure: unknown): Flaw => pass.flawOf(failure),
  );
  return {
    digest: layer.digest,
    size: layer.size,
    expandedSize: pass.expanded,
    entries: pass.entries.entries,
    flaw,
  };
}

class Pass {
  readonly entries: EntryCollector;
  readonly #layer: StoredLayer;
  readonly #reader: LayerReader;
  expanded = 0;

  constructor(layer: StoredLayer, reader: LayerReader) {
    this.#layer = layer;
    this.#reader = reader;
    this.entries = new EntryCollector(reader.reading, reader.budget);
  }

  async run(): Promise<void> {
    const { digest, mediaType, diffId } = this.#layer;
    const [stored, archived] = [createHash('sha256'), createHash('sha256')];
    const codec = layerCodec(mediaType);
    const archive = new Archive(this.entries);
    try {
      await pipeline(
        await openBlob(this.#reader.folder, this.#layer),
        new Transform({
          transform(chunk: Buffer, _, done) {
            stored.update(chunk);
            done(null, chunk);
          },
        }),
        codec,
        (chunks: AsyncIterable<Buffer>) => this.#takeApart(chunks, archive, archived),
        { signal: this.#reader.signal },
      );
    } finally {
      archive.destroy();
    }
    const found = `sha256:${stored.digest('hex')}`;
    if (found !== digest) throw new Flawed('altered', `its bytes have the digest ${found}`);
    if (diffId !== null) this.#expectArchive(`sha256:${archived.digest('hex')}`, diffId);
  }

  #expectArchive(found: string, expected: string): void {
    if (found === expected) return;
    const what = `the archive in it has the digest ${found}, not ${expected}`;
    if (!this.#layer.mediaType.endsWith('zstd')) throw new Flawed('altered', what);
    // Node's decoder stops at the end of a frame, and some builders write many.
    throw new Flawed('unreadable', `${what}: only its first Zstandard frame can be read here`);
  }

  async #takeApart(
    chunks: AsyncIterable<Buffer>,
    archive: Archive,
    hash: ReturnType<typeof createHash>,
  ): Promise<void> {
    const check = new ArchiveCheck();
    for await (const chunk of chunks) {
      this.expanded += chunk.length;
      this.#reader.budget.expand(chunk.length, { layer: this.expanded, stored: this.#layer.size });
      hash.update(chunk);
      check.write(chunk);
      await archive.write(chunk);
    }
    check.end();
    await archive.end();
  }

  flawOf(failure: unknown): Flaw {
    const { digest } = this.#layer;
    if (failure instanceof Flawed) return { kind: failure.kind, digest, because: failure.message };
    if (this.#reader.reading.signal?.aborted === true) throw this.#reader.reading.signal.reason;
    if (this.#reader.signal.aborted) {
      return { kind: 'bomb', digest, because: 'reading the layout takes longer than it may' };
    }
    const code = (failure as NodeJS.ErrnoException).code ?? '';
    if (!/^(Z_|ZSTD_)/.test(code)) throw failure;
    return { kind: 'unreadable', digest, because: `it is not a whole compressed archive (${code})` };
  }
}
