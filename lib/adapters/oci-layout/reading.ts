import type { ByteScanner } from '../../core/byte-scanner.ts';

/** How a layout is read. */
export interface Reading {
  readonly limits: ReadLimits;
  readonly scanner: ByteScanner;
  /** Paths without the leading slash (`etc/passwd`) whose content is kept as text; bigger ones than 64 KiB are not. */
  readonly keep: readonly string[];
  /** Ends the reading at once: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Beyond one of them a blob counts as a bomb, and is not read on. */
export interface ReadLimits {
  /** Bytes that all layers of the layout may expand to. */
  readonly expandedBytes: number;
  /** Files, folders and links in all layers. */
  readonly entries: number;
  /** Characters of a name, and of the target of a link. */
  readonly pathLength: number;
  /** Bytes that one stored byte may expand to, counted from 16 MiB on: small files of zeros are no harm. */
  readonly ratio: number;
  /** Images and indexes. */
  readonly manifests: number;
  /** For the whole layout. */
  readonly milliseconds: number;
}

/** Ten times what the images of this kind have, and little enough for any runner. */
export const READ_LIMITS: ReadLimits = {
  expandedBytes: 8 * 1024 ** 3,
  entries: 200_000,
  pathLength: 4_096,
  ratio: 200,
  manifests: 64,
  milliseconds: 5 * 60_000,
};
