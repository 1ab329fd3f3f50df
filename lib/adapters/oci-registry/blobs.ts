import { createHash, randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Digest, RepositoryName } from '../../core/image-reference.ts';
import { RegistryFailure } from '../../core/registry-failure.ts';
import { type Answer, describeQuestion } from './answer.ts';
import type { BlobName, OpenBlob, PulledBlob } from './oci-registry.ts';
import type { Tries } from './persist.ts';
import type { Transport } from './transport.ts';

/** The blobs of a registry: layers, configurations, what an artifact holds. */
export class Blobs {
  readonly #transport: Transport;
  /** Where pulled blobs are kept for a while. */
  readonly #scratch: string;

  constructor(transport: Transport, scratch: string) {
    this.#transport = transport;
    this.#scratch = scratch;
  }

  has(repository: RepositoryName, blob: BlobName): Promise<boolean> {
    return this.#transport.persist((tries) => this.#has(repository, blob, tries));
  }

  async *stream(repository: RepositoryName, blob: BlobName): AsyncGenerator<Uint8Array, undefined> {
    const answer = await this.#transport.persist((tries) => this.#get(repository, blob, tries));
    yield* verified(answer, blob);
  }

  read(repository: RepositoryName, blob: BlobName): Promise<Uint8Array> {
    return this.#transport.persist(async (tries) => {
      const chunks = verified(await this.#get(repository, blob, tries), blob);
      return Buffer.concat(await Array.fromAsync(chunks));
    });
  }

  async pull(repository: RepositoryName, blob: BlobName): Promise<PulledBlob> {
    await mkdir(this.#scratch, { recursive: true });
    const file = path.join(this.#scratch, randomUUID());
    const remove = (): Promise<void> => rm(file, { force: true });
    try {
      await this.#transport.persist(async (tries) => {
        await using target = await open(file, 'w');
        await fill(target, verified(await this.#get(repository, blob, tries), blob));
      });
    } catch (failure) {
      await remove();
      throw failure;
    }
    return { open: () => openAsBlob(file), [Symbol.asyncDispose]: remove };
  }

  /** Only within one registry. Whoever may not read the other repository, or finds nothing there, is told to upload. */
  mount(repository: RepositoryName, digest: Digest, from: RepositoryName): Promise<boolean> {
    const to = `blobs/uploads/?${new URLSearchParams({ mount: digest, from }).toString()}`;
    return this.#transport.persist(async (tries) => {
      const call = { method: 'POST', repository, to, expect: [201, 202, 400, 403, 404, 405] } as const;
      const answer = await this.#transport.send(call, tries);
      await answer.discard();
      return answer.status === 201;
    });
  }

  /**
   * HEAD, and then POST, PATCH and PUT as docker does, which every registry is used to. After a cut the blob is begun
   * anew, and the HEAD tells whether it got there all the same.
   */
  upload(repository: RepositoryName, blob: BlobName, body: OpenBlob): Promise<'uploaded' | 'already-there'> {
    return this.#transport.persist(async (tries) => {
      if (await this.#has(repository, blob, tries)) return 'already-there';
      const upload = { repository, tries };
      const begun = await this.#step(upload, { method: 'POST', to: 'blobs/uploads/', expect: [202] });
      const headers = { 'content-type': 'application/octet-stream' };
      const filled = await this.#step(upload, {
        method: 'PATCH',
        to: begun,
        headers,
        body,
        // The specification says 202; Gitea and others have said 204.
        expect: [202, 204],
      });
      filled.searchParams.set('digest', blob.digest);
      const call = { method: 'PUT', repository, to: filled, expect: [201, 204] } as const;
      await (await this.#transport.send(call, tries)).discard();
      return 'uploaded';
    });
  }

  async #step(upload: Upload, step: Step): Promise<URL> {
    const answer = await this.#transport.send({ ...step, repository: upload.repository }, upload.tries);
    await answer.discard();
    return this.#transport.locationOf(answer, answer.header('location'));
  }

  async #has(repository: RepositoryName, { digest, size }: BlobName, tries: Tries): Promise<boolean> {
    const call = { method: 'HEAD', repository, to: `blobs/${digest}`, expect: [200, 404] } as const;
    const answer = await this.#transport.send(call, tries);
    await answer.discard();
    const length = answer.header('content-length');
    if (answer.status === 200 && length !== undefined && Number(length) !== size)
      throw mismatch(answer, `has ${length} bytes there and should have ${String(size)}`);
    return answer.status === 200;
  }

  #get(repository: RepositoryName, { digest }: BlobName, tries: Tries): Promise<Answer> {
    return this.#transport.send({ method: 'GET', repository, to: `blobs/${digest}`, expect: [200] }, tries);
  }
}

interface Upload {
  readonly repository: RepositoryName;
  readonly tries: Tries;
}

type Step = Omit<Parameters<Transport['send']>[0], 'repository'>;

/** Passes the bytes on, and throws at the end, or as soon as there are too many, where they are not those of the digest. */
async function* verified(answer: Answer, { digest, size }: BlobName): AsyncGenerator<Uint8Array, undefined> {
  const hash = createHash('sha256');
  let length = 0;
  for await (const chunk of answer.chunks()) {
    length += chunk.byteLength;
    if (length > size) throw mismatch(answer, `has more than its ${String(size)} bytes`);
    hash.update(chunk);
    yield chunk;
  }
  const found = `sha256:${hash.digest('hex')}`;
  if (length !== size || found !== digest)
    throw mismatch(answer, `has ${String(length)} of ${String(size)} bytes, their digest is ${found}`);
}

async function fill(target: FileHandle, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) await target.appendFile(chunk);
}

const mismatch = (answer: Answer, what: string): RegistryFailure =>
  new RegistryFailure(
    'digest-mismatch',
    `${describeQuestion(answer.question)}: the blob ${what}. Nothing of it is used.`,
  );
