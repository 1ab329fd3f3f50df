import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { Flawed } from './flawed.ts';

/** A blob as a descriptor names it. */
export interface BlobName {
  readonly digest: string;
  readonly size: number;
}

/** A document longer than that is none that an engine takes. */
const DOCUMENT_BYTES = 4 * 1024 ** 2;

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** A whole blob whose digest and size are as they should be. */
export async function readDocument(folder: string, blob: BlobName): Promise<Buffer> {
  if (blob.size > DOCUMENT_BYTES) throw new Flawed('bomb', 'the document is longer than 4 MiB');
  const bytes = await readFile(await findBlob(folder, blob));
  const digest = digestOf(bytes);
  if (digest !== blob.digest) throw new Flawed('altered', `its bytes have the digest ${digest}`);
  return bytes;
}

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The bytes of a blob of the right size; its digest is still to be checked by whoever reads them. */
export async function openBlob(folder: string, blob: BlobName): Promise<Readable> {
  return createReadStream(await findBlob(folder, blob), { highWaterMark: 1024 ** 2 });
}

/** Its file: a digest is a name of a file only when it is spelt like one, and a pipe or a link is no blob. */
export async function findBlob(folder: string, { digest, size }: BlobName): Promise<string> {
  if (!DIGEST.test(digest)) throw new Flawed('unreadable', `${digest.slice(0, 80)} is not a SHA-256 digest`);
  const file = path.join(folder, 'blobs', ...digest.split(':'));
  const found = await lstat(file).catch((failure: unknown) => {
    if ((failure as NodeJS.ErrnoException).code !== 'ENOENT') throw failure;
    throw new Flawed('altered', 'the layout does not have it', { cause: failure });
  });
  if (!found.isFile()) throw new Flawed('altered', 'it is not a file');
  if (found.size !== size) {
    throw new Flawed('altered', `it has ${String(found.size)} bytes, ${String(size)} are promised`);
  }
  return file;
}
