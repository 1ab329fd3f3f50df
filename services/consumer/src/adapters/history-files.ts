import { constants, type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { HistoryFolder } from '../ports.ts';

/** The histories as files of a folder, which several processes may share (ReadWriteMany). */
export class HistoryFiles implements HistoryFolder {
  readonly #folder: string;
  readonly #open = new Map<string, FileHandle>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async names(): Promise<readonly string[]> {
    await mkdir(this.#folder, { recursive: true });
    return readdir(this.#folder);
  }

  async create(name: string): Promise<boolean> {
    try {
      await (await open(this.#at(name), 'wx', 0o640)).close();
    } catch (failure) {
      if ((failure as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw failure;
    }
    await this.#syncFolder();
    return true;
  }

  async read(name: string): Promise<string> {
    return readFile(this.#at(name), 'utf8');
  }

  async append(name: string, text: string): Promise<void> {
    const file =
      this.#open.get(name) ?? (await open(this.#at(name), constants.O_WRONLY | constants.O_APPEND));
    this.#open.set(name, file);
    await file.appendFile(text);
    await file.datasync();
  }

  async replace(name: string, content: string): Promise<void> {
    await this.leave(name);
    const temporary = this.#at(`.${name}.new`);
    const file = await open(temporary, 'w', 0o640);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, this.#at(name));
    await this.#syncFolder();
  }

  async remove(name: string): Promise<void> {
    await this.leave(name);
    await rm(this.#at(name), { force: true });
  }

  async leave(name: string): Promise<void> {
    const file = this.#open.get(name);
    this.#open.delete(name);
    await file?.close();
  }

  async #syncFolder(): Promise<void> {
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  #at(name: string): string {
    return path.join(this.#folder, name);
  }
}
