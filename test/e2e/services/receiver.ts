import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Does what a webhook asks for and counts it by its key: it does a repetition again, so that the test sees it. */
export class Receiver implements AsyncDisposable {
  readonly done = new Map<string, number>();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** An action takes `actionMs`, also when the one who asked for it is gone. */
  static async open(actionMs: number): Promise<Receiver> {
    const server = createServer((request, response) => {
      const key = String(request.headers['idempotency-key']);
      if (request.method === 'GET') {
        response
          .writeHead(receiver.done.has(decodeURIComponent(request.url?.slice(1) ?? '')) ? 200 : 404)
          .end();
        return;
      }
      request.resume();
      void sleep(actionMs).then(() => {
        receiver.done.set(key, (receiver.done.get(key) ?? 0) + 1);
        response.end();
      });
    });
    const receiver = new Receiver(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** How often each action was done: `{ 1: 600 }` when each was done once. */
  counts(): Record<number, number> {
    const counts: Record<number, number> = {};
    for (const count of this.done.values()) counts[count] = (counts[count] ?? 0) + 1;
    return counts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
