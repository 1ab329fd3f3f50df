import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a registry redirects to for the bytes of its blobs. It keeps what headers came. */
export class BlobStorage implements AsyncDisposable {
  readonly headers: http.IncomingHttpHeaders[] = [];
  readonly #held = new Map<string, Buffer | string>();
  readonly #server = http.createServer((request, response) => {
    this.headers.push(request.headers);
    const body = this.#held.get(request.url ?? '');
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** The address of these bytes, signed in its query as S3's are. */
  hold(body: Buffer | string): string {
    const path = `/${randomUUID()}?X-Amz-Signature=secret`;
    this.#held.set(path, body);
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}${path}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
