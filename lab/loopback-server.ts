import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { once } from 'node:events';

/** An HTTP request, read whole. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Resolves when the connection is closed, answered or not. */
  readonly gone: Promise<unknown>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type HttpHandler = (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;

export const jsonAnswer = (status: number, value: unknown): HttpAnswer => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(value ?? null),
});

/** Serves on a free port of the loopback interface and gives the base URL, without a slash at its end. */
export const serveOnLoopback = async (handler: HttpHandler): Promise<string> =>
  (await listenOnLoopback(handler)).url;

/** The same, until it is disposed of. */
export async function listenOnLoopback(
  handler: HttpHandler,
): Promise<AsyncDisposable & { readonly url: string }> {
  const server = await listen(handler, (made) => made.listen(0, '127.0.0.1'));
  return {
    url: `http://127.0.0.1:${String(portOf(server))}`,
    [Symbol.asyncDispose]: () => close(server),
  };
}

/** Serves on a Unix socket of this path, until it is disposed of. */
export async function listenOnSocket(handler: HttpHandler, path: string): Promise<AsyncDisposable> {
  const server = await listen(handler, (made) => made.listen(path));
  return { [Symbol.asyncDispose]: () => close(server) };
}

async function listen(handler: HttpHandler, begin: (server: Server) => void): Promise<Server> {
  const server = createServer((incoming, response) => void respond(incoming, response, handler));
  // Clients keep connections open for longer than the default 5 s; closing under them shows as ECONNRESET.
  server.keepAliveTimeout = 120_000;
  begin(server);
  await once(server, 'listening');
  return server;
}

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}

async function respond(incoming: IncomingMessage, response: ServerResponse, handler: HttpHandler) {
  const answer = await answerOf(incoming, once(response, 'close'), handler);
  response.writeHead(answer.status, { 'content-type': answer.contentType, ...answer.headers });
  response.end(answer.body);
}

async function answerOf(
  incoming: IncomingMessage,
  gone: Promise<unknown>,
  handler: HttpHandler,
): Promise<HttpAnswer> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url ?? '/', 'http://loopback');
    const body = Buffer.concat(chunks).toString();
    return await handler({ method: incoming.method ?? 'GET', url, headers: incoming.headers, body, gone });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? String(error.stack) : String(error)}\n`);
    return { status: 500, contentType: 'text/plain', body: String(error) };
  }
}
