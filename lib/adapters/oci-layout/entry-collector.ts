import type { ByteScan, ScanHit } from '../../core/byte-scanner.ts';
import type { EntryType, LayerEntry } from '../../core/image-contents.ts';
import { isJsonObject } from '../../core/json-object.ts';
import type { EntryHeader, EntrySink } from './archive.ts';
import type { Budget } from './budget.ts';
import { Flawed } from './flawed.ts';
import type { Reading } from './reading.ts';

const KEPT_BYTES = 64 * 1024;

interface OpenEntry {
  readonly header: EntryHeader;
  readonly type: EntryType;
  readonly scan: ByteScan;
  /** undefined: its content is not kept. */
  readonly kept: Buffer[] | undefined;
}

/** Turns the entries of an archive into what is known of them, and sends every byte of them through the scanner. */
export class EntryCollector implements EntrySink {
  readonly entries: LayerEntry[] = [];
  readonly #reading: Reading;
  readonly #budget: Budget;
  #open: OpenEntry | undefined;

  constructor(reading: Reading, budget: Budget) {
    this.#reading = reading;
    this.#budget = budget;
  }

  open(header: EntryHeader): void {
    this.#budget.entry(header.name, header.linkname);
    refuseSecondSize(header);
    const type = TYPES[header.type ?? ''];
    if (type === undefined) throw new Flawed('unreadable', 'the archive has an entry of an unknown type');
    const path = header.name.replace(/^[./]*/, '');
    const small = header.size <= KEPT_BYTES;
    const kept = type === 'file' && small && this.#reading.keep.includes(path) ? [] : undefined;
    this.#open = { header, type, scan: this.#reading.scanner.scan(), kept };
  }

  content(chunk: Uint8Array): void {
    this.#open?.scan.write(chunk);
    // The chunk's memory is used again.
    this.#open?.kept?.push(Buffer.from(chunk));
  }

  close(): void {
    if (this.#open === undefined) return;
    this.entries.push(entryOf(this.#open, this.#open.scan.end()));
    this.#open = undefined;
  }
}

const TYPES: Readonly<Record<string, EntryType>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'directory',
  symlink: 'symlink',
  link: 'hard-link',
  'character-device': 'device',
  'block-device': 'device',
  fifo: 'fifo',
};

/** Sizes and names that PAX gives in a way that not all readers know. */
function refuseSecondSize({ pax }: EntryHeader): void {
  const odd = records(pax).find((key) => key === 'size' || key.startsWith('GNU.sparse.'));
  if (odd !== undefined) throw new Flawed('unreadable', `the archive has an entry with a PAX record ${odd}`);
}

const records = (pax: unknown): string[] => (isJsonObject(pax) ? Object.keys(pax) : []);

function entryOf({ header, type, kept }: OpenEntry, hits: readonly ScanHit[]): LayerEntry {
  const { name, mode, uid, gid, size, linkname, pax } = header;
  return {
    ...{ name, type, mode, uid, gid, size },
    target: linkname,
    capabilities: records(pax).some((key) => key.endsWith('xattr.security.capability')),
    hits,
    text: kept === undefined ? null : Buffer.concat(kept).toString('utf8'),
  };
}
