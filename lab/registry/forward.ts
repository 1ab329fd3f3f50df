import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { counted, type Exchange } from './exchange.ts';

/** A manifest that the registry has taken. */
export interface TakenManifest {
  readonly repository: string;
  /** A digest or a tag. */
  readonly reference: string;
  readonly mediaType: string;
  readonly body: Buffer;
}

/** Is told before the caller is; what it gives are headers of the answer. */
export type OnManifest = (manifest: TakenManifest) => Readonly<Record<string, string>>;

/** Has the registry on a port of the loopback interface answer. */
export async function forward(exchange: Exchange, port: number, onManifest: OnManifest): Promise<void> {
  const { incoming, call } = exchange;
  const asked = ask(exchange, port);
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    asked.once('response', resolve).once('error', reject);
  });
  if (call.kind !== 'manifest-put') {
    const length = Number(incoming.headers['content-length'] ?? 0);
    await pipeline(incoming, counted(exchange, 'sent', length), asked);
    await pass(await answered, exchange, {});
    return;
  }
  const body = await buffer(incoming);
  call.sent = body.length;
  asked.end(body);
  const answer = await answered;
  const mediaType = incoming.headers['content-type'] ?? '';
  const { repository, reference } = call;
  const isTaken = answer.statusCode === 201;
  await pass(answer, exchange, isTaken ? onManifest({ repository, reference, mediaType, body }) : {});
}

/** With the host that was asked for, so that the places that it names are here and not behind. */
function ask({ incoming }: Exchange, port: number): ClientRequest {
  const { method, url: path, headers: own, socket } = incoming;
  const headers = { ...own, 'x-forwarded-proto': 'encrypted' in socket ? 'https' : 'http' };
  return request({ host: '127.0.0.1', port, method, path, headers });
}

async function pass(answer: IncomingMessage, exchange: Exchange, headers: object): Promise<void> {
  const { response, call, trouble } = exchange;
  if (trouble === 'cut-after') {
    answer.resume();
    response.destroy();
    return;
  }
  call.status = answer.statusCode ?? 502;
  response.writeHead(call.status, { ...answer.headers, ...headers });
  // A HEAD tells the length of what it does not carry.
  const length = Number(answer.headers['content-length'] ?? 0);
  await pipeline(answer, counted(exchange, 'received', length), response);
}
