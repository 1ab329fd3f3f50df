import { Flawed } from './flawed.ts';

const BLOCK = 512;
/** File, link, symbolic link, devices, folder, pipe, contiguous; PAX header of one entry; GNU's long names. */
const KNOWN = new Set('01234567xLK\0');
const WITHOUT_CONTENT = new Set('123456');

/**
 * Walks the headers of an archive beside the reader that takes it apart. Engines use another reader, and an archive
 * that the two read differently could hide a file from the one that judges. So what they are known to read differently
 * is refused: content behind a link or a folder, entries after the end, headers for all entries, sparse files.
 */
export class ArchiveCheck {
  readonly #header = Buffer.alloc(BLOCK);
  #filled = 0;
  /** Bytes of content, with its padding, that are still to come. */
  #skip = 0;
  #emptyBlocks = 0;

  write(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, chunk.length - at);
        this.#skip -= step;
        at += step;
      } else {
        at += this.#fill(chunk, at);
      }
    }
  }

  /** The archive has ended. */
  end(): void {
    if (this.#filled > 0 || this.#skip > 0) throw new Flawed('unreadable', 'the archive is cut off');
  }

  #fill(chunk: Buffer, from: number): number {
    const copied = chunk.copy(this.#header, this.#filled, from, from + BLOCK - this.#filled);
    this.#filled += copied;
    if (this.#filled === BLOCK) {
      this.#filled = 0;
      this.#judge();
    }
    return copied;
  }

  #judge(): void {
    const header = this.#header;
    if (header.every((byte) => byte === 0)) {
      this.#emptyBlocks += 1;
      return;
    }
    if (this.#emptyBlocks > 0) throw new Flawed('unreadable', 'the archive goes on after its end');
    const type = header.toString('latin1', 156, 157);
    if (!KNOWN.has(type)) {
      throw new Flawed('unreadable', `the archive has an entry of the unknown type ${JSON.stringify(type)}`);
    }
    const size = sizeIn(header);
    if (size > 0 && WITHOUT_CONTENT.has(type)) {
      throw new Flawed('unreadable', 'the archive has a link or a folder with content behind it');
    }
    this.#skip = Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** Octal digits. The binary form is for sizes from 8 GiB on, which no limit lets through. */
function sizeIn(header: Buffer): number {
  const digits = header.toString('latin1', 124, 136).replace(/^[ \0]+|[ \0]+$/g, '');
  if (!/^[0-7]*$/.test(digits)) throw new Flawed('unreadable', 'the archive has a size that is no number');
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}
