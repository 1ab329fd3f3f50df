import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Reply } from './registry-reply.ts';
import { RegistryStore, type RegistrySettings, type Request } from './registry-store.ts';
import { BlobStorage } from './blob-storage.ts';
import { RegistryGate, type GateSettings } from './registry-gate.ts';

/** What goes wrong, for the requests that fit, so many times. */
export interface RegistryFault {
  /** Against `PUT /v2/app/manifests/v1`, without the query. */
  readonly on: RegExp;
  readonly times: number;
  readonly with:
    | { readonly kind: 'answer'; readonly reply: Reply }
    /** The connection goes before the request has had its effect, in the middle of its body where it has one. */
    | { readonly kind: 'cut' }
    /** It had its effect, and the answer is lost. */
    | { readonly kind: 'lost' }
    /** The bytes of the answer are others. */
    | { readonly kind: 'altered' }
    /** The answer comes in pieces, and each takes a while. */
    | { readonly kind: 'slow' }
    /** Nothing comes for as long as the registry lives. */
    | { readonly kind: 'silent' };
}

export interface SeenRequest {
  readonly line: string;
  /** `Basic` or `Bearer`; undefined where none was sent. */
  readonly scheme: string | undefined;
  /** Bytes of the body that came. */
  readonly bytes: number;
  readonly status: number | undefined;
}

export type FakeRegistrySettings = Partial<RegistrySettings & GateSettings> & {
  /** Blobs are served by another origin, to which this one redirects, as Amazon ECR does to S3. */
  readonly redirectsBlobs?: boolean;
};

/** A small registry by the OCI distribution specification, over HTTP on this machine. */
export class FakeRegistry implements AsyncDisposable {
  readonly store: RegistryStore;
  readonly gate: RegistryGate;
  readonly storage = new BlobStorage();
  readonly seen: SeenRequest[] = [];
  readonly faults: RegistryFault[] = [];
  readonly #server = http.createServer((request, response) => {
    this.#serve(request, response).catch(() => response.destroy());
  });
  /** What packing was asked for. */
  readonly encodings = new Set<string>();
  readonly #redirectsBlobs: boolean;
  #left: { requests: number; with: 'cut' | 'lost' } | undefined;

  private constructor(settings: FakeRegistrySettings) {
    this.store = new RegistryStore(settings);
    this.gate = new RegistryGate(settings);
    this.#redirectsBlobs = settings.redirectsBlobs ?? false;
  }

  static async start(settings: FakeRegistrySettings = {}): Promise<FakeRegistry> {
    const registry = new FakeRegistry(settings);
    await new Promise<void>((resolve) => registry.#server.listen(0, '127.0.0.1', resolve));
    if (registry.#redirectsBlobs) await registry.storage.start();
    return registry;
  }

  get origin(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  fail(on: RegExp, times: number, fault: RegistryFault['with']): void {
    this.faults.push(...Array.from({ length: times }, () => ({ on, times: 1, with: fault })));
  }

  /** The registry dies at the so manieth request from now on, and stays dead. */
  dieAt(request: number, how: 'cut' | 'lost'): void {
    this.#left = { requests: request, with: how };
  }

  revive(): void {
    this.#left = undefined;
  }

  linesOf(method: string): string[] {
    return this.seen.map(({ line }) => line).filter((line) => line.startsWith(`${method} `));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.storage[Symbol.asyncDispose]();
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(String(request.url), this.origin);
    const line = `${String(request.method)} ${url.pathname}`;
    this.encodings.add(String(request.headers['accept-encoding']));
    const fault = this.#faultOf(line);
    if (fault?.kind === 'cut') {
      await this.#cut(request, line);
      return;
    }
    const arrived = { request, url, body: await bodyOf(request) };
    const reply = fault?.kind === 'answer' ? fault.reply : this.#reply(arrived, this.origin);
    const scheme = request.headers.authorization?.split(' ')[0];
    this.seen.push({ line, scheme, bytes: arrived.body.length, status: reply.status });
    answer(arrived, response, { reply, fault: fault?.kind });
  }

  #reply({ request, url, body }: Arrived, origin: string): Reply {
    const refused = this.gate.check(request.headers.authorization, url, origin);
    if (refused !== undefined) return refused;
    const asked: Request = { method: request.method ?? '', url, body, headers: request.headers };
    const reply = this.store.handle(asked);
    const isBlob = request.method === 'GET' && url.pathname.includes('/blobs/sha256:');
    if (!this.#redirectsBlobs || !isBlob || reply.status !== 200) return reply;
    return { status: 307, headers: { location: this.storage.hold(reply.body ?? '') } };
  }

  #faultOf(line: string): RegistryFault['with'] | undefined {
    if (this.#left !== undefined) {
      this.#left.requests -= 1;
      if (this.#left.requests <= 0) return { kind: this.#left.requests === 0 ? this.#left.with : 'cut' };
    }
    const index = this.faults.findIndex(({ on }) => on.test(line));
    return index < 0 ? undefined : this.faults.splice(index, 1)[0]?.with;
  }

  async #cut(request: http.IncomingMessage, line: string): Promise<void> {
    this.seen.push({ line, scheme: undefined, bytes: 0, status: undefined });
    if (request.headers['content-length'] !== undefined && request.headers['content-length'] !== '0')
      await new Promise((resolve) => request.once('data', resolve));
    request.socket.destroy();
  }
}

interface Arrived {
  readonly request: http.IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
}

async function bodyOf(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

interface Outcome {
  readonly reply: Reply;
  readonly fault: RegistryFault['with']['kind'] | undefined;
}

function answer({ request }: Arrived, response: http.ServerResponse, { reply, fault }: Outcome): void {
  if (fault === 'silent') return;
  if (fault === 'lost') {
    request.socket.destroy();
    return;
  }
  const { status, headers, body = Buffer.alloc(0) } = fault === 'altered' ? altered(reply) : reply;
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  if (fault === 'slow') trickle(Buffer.from(body), response);
  else response.end(request.method === 'HEAD' ? undefined : body);
}

const PIECES = 5;
const PIECE_MS = 100;

function trickle(body: Buffer, response: http.ServerResponse): void {
  for (let piece = 0; piece < PIECES; piece += 1) {
    const [from, to] = [piece, piece + 1].map((each) => Math.ceil((body.length * each) / PIECES));
    setTimeout(() => response.write(body.subarray(from, to)), piece * PIECE_MS);
  }
  setTimeout(() => response.end(), PIECES * PIECE_MS);
}

/** As long as it was, so that only the digest tells. */
function altered(reply: Reply): Reply {
  const bytes = Buffer.from(reply.body ?? '');
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
  return { ...reply, body: bytes };
}
