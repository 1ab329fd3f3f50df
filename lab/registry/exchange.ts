import type { IncomingMessage, ServerResponse } from 'node:http';
import { Transform } from 'node:stream';
import type { SeenCall } from './registry-call.ts';
import type { RegistryError, Trouble } from './registry-fault.ts';

/** One request on its way: who asks, what it is, what happens to it, and how it went so far. */
export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly call: SeenCall;
  readonly trouble: Trouble | undefined;
}

export function refuse(
  { response, call, incoming }: Exchange,
  { status, code, message }: RegistryError,
): void {
  call.status = status;
  // What is still being sent is read, or the caller would see a reset instead of the refusal.
  incoming.resume();
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errors: [{ code, message }] }));
}

/** Passes a body on, counts it, and ends the connection in the middle of it where that is the trouble. */
export function counted(exchange: Exchange, body: 'sent' | 'received', length: number): Transform {
  const { call, trouble, response } = exchange;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      call[body] += chunk.length;
      const isCut = trouble === 'cut-midway' && call[body] * 2 >= length;
      if (isCut) response.destroy();
      done(isCut ? new Error('cut in the middle') : null, chunk);
    },
  });
}
