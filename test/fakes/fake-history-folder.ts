import type { HistoryFolder } from '../../services/consumer/src/ports.ts';

/** The process was killed: what it had written is on the disk, up to that byte. */
class Killed extends Error {}

/** A folder that survives its processes, one of which can be killed at any byte that it writes. */
export class FakeHistoryFolder implements HistoryFolder {
  readonly files = new Map<string, Buffer>();
  /** Files that somebody has written to and not left since. */
  readonly open = new Set<string>();
  /** As with a disk that is full. */
  failsToAppend = false;
  /** How many bytes may still be written before the process is killed. */
  bytesLeft = Infinity;

  names(): Promise<readonly string[]> {
    return this.#alive(() => [...this.files.keys()]);
  }

  create(name: string): Promise<boolean> {
    return this.#alive(() => {
      if (this.files.has(name)) return false;
      this.files.set(name, Buffer.alloc(0));
      return true;
    });
  }

  read(name: string): Promise<string> {
    return this.#alive(() => (this.files.get(name) ?? Buffer.alloc(0)).toString());
  }

  append(name: string, text: string): Promise<void> {
    return this.#alive(() => {
      this.open.add(name);
      if (this.failsToAppend) throw new Error('ENOSPC: no space left on device');
      const bytes = Buffer.from(text);
      const written = bytes.subarray(0, this.bytesLeft);
      this.files.set(name, Buffer.concat([this.files.get(name) ?? Buffer.alloc(0), written]));
      this.#spend(bytes.length);
    });
  }

  /** A kill within it leaves the old content. */
  replace(name: string, content: string): Promise<void> {
    return this.#alive(() => {
      const bytes = Buffer.from(content);
      this.open.delete(name);
      this.#spend(bytes.length);
      this.files.set(name, bytes);
    });
  }

  remove(name: string): Promise<void> {
    return this.#alive(() => {
      this.open.delete(name);
      this.files.delete(name);
    });
  }

  leave(name: string): Promise<void> {
    return this.#alive(() => {
      this.open.delete(name);
    });
  }

  #spend(bytes: number): void {
    this.bytesLeft -= bytes;
    if (this.bytesLeft < 0) throw new Killed();
  }

  async #alive<T>(work: () => T): Promise<T> {
    await Promise.resolve();
    if (this.bytesLeft < 0) throw new Killed();
    return work();
  }
}
