import { once } from 'node:events';
import net from 'node:net';
import { expect, test } from '@jest/globals';
import { KafkaConnection } from './connection.ts';
import { KafkaUnreachable } from './connection-failures.ts';

/** Answers whatever comes with the same bytes. */
async function listener(answer: Uint8Array): Promise<AsyncDisposable & { readonly address: string }> {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined).on('data', () => socket.write(answer));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as net.AddressInfo;
  return {
    address: `127.0.0.1:${String(port)}`,
    [Symbol.asyncDispose]: async () => {
      await once(server.close(), 'close');
    },
  };
}

test.each([
  ['no length at all', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
  ['a length too short for an answer', [0, 0, 0, 1, 7]],
])('a listener whose answers have %s is no broker, and ends nothing but its connection', async (_, bytes) => {
  await using strange = await listener(Uint8Array.from(bytes));
  const security = { protocol: 'PLAINTEXT' } as const;
  const opened = KafkaConnection.open({ brokers: [strange.address], clientId: 'test', security });
  await expect(opened).rejects.toThrow(KafkaUnreachable);
  await expect(opened).rejects.toThrow('what the listener answers is not the protocol of Kafka');
});
