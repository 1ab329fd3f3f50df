import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { pack, type Header } from 'tar-stream';
import type { ImageFile } from './image-file.ts';

/** A layer's bytes as they are stored, and the digest of what they are unpacked to. */
export interface Layer {
  readonly bytes: Buffer;
  readonly diffId: string;
  /** Bytes before they were packed. */
  readonly size: number;
}

const compress = promisify(gzip);
/** Much faster than the default, and the bytes go over the loopback interface alone. */
const FAST = { level: 1 };
const BEGINNING = new Date(0);

export const sha256 = (bytes: Buffer | string): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The same files give the same bytes, in whatever order they come. */
export async function layerOf(files: readonly ImageFile[]): Promise<Layer> {
  const all = new Map([...foldersAbove(files), ...files].map((file) => [file.path, file]));
  const tar = pack();
  const whole = buffer(tar);
  for (const path of [...all.keys()].sort()) {
    const file = all.get(path);
    if (file?.kind === 'file') tar.entry(headersOf(file), file.bytes);
    else if (file !== undefined) tar.entry(headersOf(file));
  }
  tar.finalize();
  const bytes = await whole;
  return { bytes: await compress(bytes, FAST), diffId: sha256(bytes), size: bytes.length };
}

/** Without them an unpacker would choose their modes. */
function foldersAbove(files: readonly ImageFile[]): ImageFile[] {
  const paths = new Set<string>();
  for (const { path } of files)
    for (let above = dirname(path); above !== '.'; above = dirname(above)) paths.add(above);
  return [...paths].map((path) => ({ kind: 'folder', path, mode: 0o755 }));
}

function headersOf(file: ImageFile): Partial<Header> & Pick<Header, 'name'> {
  const { path: name } = file;
  const always = { name, uid: 0, gid: 0, mtime: BEGINNING };
  switch (file.kind) {
    case 'file':
      return { ...always, type: 'file', mode: file.mode, size: file.bytes.length };
    case 'folder': {
      const { mode, owner: uid = 0 } = file;
      return { ...always, type: 'directory', name: `${name}/`, mode, uid, gid: uid };
    }
    case 'link':
      return { ...always, type: 'symlink', linkname: file.to, mode: 0o777 };
  }
}
