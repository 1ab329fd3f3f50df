import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import type { Log } from '../log.ts';

export interface Probes {
  /** Why the process is to be restarted, or undefined. Brokers that are away are no reason. */
  readonly notAlive: () => string | undefined;
  /** Why it does not do its work now, or undefined. */
  readonly notReady: () => string | undefined;
  readonly registry: Registry;
  /** Other requests; true when it has taken one. */
  readonly other?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** /livez, /readyz and /metrics, and what the service adds. */
export class HttpHost {
  readonly port: number;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  /** Port 0 takes a free one. */
  static async listen(port: number, probes: Probes, log: Log): Promise<HttpHost> {
    const server = createServer((request, response) => {
      void answer(request, response, probes).catch((failure: unknown) => {
        log.error('a request could not be answered', { url: request.url, failure });
        response.destroy();
      });
    });
    server.listen(port);
    await once(server, 'listening');
    const host = new HttpHost(server);
    log.info('listening', { port: host.port });
    return host;
  }

  /** Answers to requests that were taken are still given. */
  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeIdleConnections();
    await once(this.#server, 'close');
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, probes: Probes): Promise<void> {
  if (probes.other?.(request, response)) return;
  const { url } = request;
  if (url === '/livez') tell(response, probes.notAlive());
  else if (url === '/readyz') tell(response, probes.notReady());
  else if (url === '/metrics') {
    response.setHeader('content-type', probes.registry.contentType);
    response.end(await probes.registry.metrics());
  } else response.writeHead(404).end('Try /livez, /readyz or /metrics.\n');
}

function tell(response: ServerResponse, reason: string | undefined): void {
  response.writeHead(reason === undefined ? 200 : 503).end(`${reason ?? 'ok'}\n`);
}
