import type { Socket } from 'node:net';

/** Calls with each request or answer that comes, without the length that it begins with. */
export function eachFrame(socket: Socket, take: (frame: Buffer) => void): void {
  let received = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
      const end = 4 + received.readInt32BE(0);
      take(received.subarray(4, end));
      received = received.subarray(end);
    }
  });
}
