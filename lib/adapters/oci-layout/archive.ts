import { type Extract, extract } from 'tar-stream';
import { Flawed } from './flawed.ts';

/** What takes an archive apart tells of each entry: its header, then its content. */
export interface EntrySink {
  open(header: EntryHeader): void;
  content(chunk: Uint8Array): void;
  close(): void;
}

/** What an archive says of an entry; wider than the library's types, as its reader is. */
export interface EntryHeader {
  readonly name: string;
  readonly type: string | null;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly linkname: string | null;
  /** PAX records by name. */
  readonly pax?: unknown;
}

/** A streaming reader of an archive: nothing of it is kept but what the sink keeps. */
export class Archive {
  readonly #extract: Extract = extract();
  readonly #ended: Promise<void>;

  constructor(sink: EntrySink) {
    this.#extract.on('entry', (header, body, next) => {
      // An entry that is given up fails as well; what counts is the failure of the archive.
      body.on('error', () => undefined);
      try {
        sink.open(header);
      } catch (failure) {
        next(failure as Error);
        return;
      }
      body.on('data', (chunk) => {
        sink.content(chunk as Uint8Array);
      });
      body.on('end', () => {
        sink.close();
        next();
      });
      body.resume();
    });
    this.#ended = new Promise((resolve, reject) => {
      this.#extract.on('finish', resolve);
      this.#extract.on('error', (failure: unknown) => {
        reject(asFlaw(failure));
      });
    });
    // Whoever writes meets the failure; until then it is nobody's.
    this.#ended.catch(() => undefined);
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (this.#extract.write(chunk)) return;
    const drained = new Promise<void>((resolve) => {
      this.#extract.once('drain', resolve);
    });
    await Promise.race([drained, this.#ended]);
  }

  async end(): Promise<void> {
    this.#extract.end(undefined);
    await this.#ended;
  }

  destroy(): void {
    this.#extract.destroy();
  }
}

function asFlaw(failure: unknown): Flawed {
  if (failure instanceof Flawed) return failure;
  return new Flawed('unreadable', 'it is not a whole tar archive', { cause: failure });
}
