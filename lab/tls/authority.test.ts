import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { Authority } from './authority.ts';

const authority = new Authority('lab authority');

describe('an authority of the lab', () => {
  test('signs what it issues, with the names and the times that were asked for', () => {
    const hosts = ['127.0.0.1', 'localhost'];
    const { cert } = authority.issue({ name: 'broker', hosts, validUntil: Date.UTC(2031, 4, 3) });
    const read = new X509Certificate(cert);
    expect(read.verify(new X509Certificate(authority.cert).publicKey)).toBe(true);
    expect(read.subject).toBe('CN=broker');
    expect([read.checkIP('127.0.0.1'), read.checkHost('localhost'), read.checkHost('other')]).toEqual([
      '127.0.0.1',
      'localhost',
      undefined,
    ]);
    expect(new Date(read.validTo)).toEqual(new Date(Date.UTC(2031, 4, 3)));
  });

  test('is trusted by a client that was given it, over TLS with certificates on both sides', async () => {
    const options = { ca: authority.cert, requestCert: true, rejectUnauthorized: true };
    const server = tls.createServer({ ...authority.issue({ name: 'b', hosts: ['127.0.0.1'] }), ...options });
    server.on('secureConnection', (socket) => socket.end(socket.getPeerX509Certificate()?.subject ?? ''));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const client = tls.connect({ port, host: '127.0.0.1', ...authority.issue({ name: 'ann' }), ...options });
    const [greeting] = (await once(client, 'data')) as [Buffer];
    expect(greeting.toString()).toBe('CN=ann');
    server.close();
  });
});
