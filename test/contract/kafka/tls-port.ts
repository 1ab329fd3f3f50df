import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import type { KeyedCertificate } from '../../../lab/tls/authority.ts';

/** A port that shows a certificate and says nothing more. */
export async function tlsPort(certificate: KeyedCertificate): Promise<AsyncDisposable & { port: number }> {
  const server = tls.createServer({ ...certificate });
  // A client that does not like the certificate hangs up.
  server.on('tlsClientError', () => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      await new Promise((closed) => server.close(closed));
    },
  };
}
