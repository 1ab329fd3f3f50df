import net from 'node:net';
import { expect, test } from '@jest/globals';
import { ApiUnsupported } from '../../../lib/adapters/kafka/api.ts';
import { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import {
  BrokerUnreachable,
  KafkaProtocolMismatch,
  KafkaTlsFailed,
  KafkaUnreachable,
} from '../../../lib/adapters/kafka/connection-failures.ts';
import { metadata } from '../../../lib/adapters/kafka/metadata.ts';
import { type ClusterUnderTest, settingsFor } from './cluster-under-test.ts';

export function connectionContract(given: () => ClusterUnderTest): void {
  test('an API version that the broker does not have is named with both ranges', () =>
    namesBothRanges(given()));
  test('a broker that is not registered is told with those that are', () => namesTheRegistered(given()));
  test('one bootstrap broker that answers is enough', () => opensWithOne(given()));
  test('a bootstrap broker that hangs holds nobody up', () => passesTheHungOne(given()));
  test('without any, each is listed with its reason, soon', listsEveryReason);
  test('TLS to a plaintext listener, and PEM texts that are none', () => namesTlsMistakes(given()));
  test('a login at a listener that asks for none', () => namesTheNeedlessLogin(given()));
  test('requests that run when it is closed fail, and closing does not wait', () => closesAtOnce(given()));
}

async function namesBothRanges(cluster: ClusterUnderTest): Promise<void> {
  const future = { ...metadata, versions: { min: 90, max: 91 } };
  const sent = cluster.connection.send(future, { topics: [] }, 'any');
  await expect(sent).rejects.toThrow(ApiUnsupported);
  await expect(sent).rejects.toThrow(/Metadata: broker .* this program knows versions 90 to 91/);
}

async function namesTheRegistered(cluster: ClusterUnderTest): Promise<void> {
  const sent = cluster.connection.send(metadata, { topics: [] }, 77);
  await expect(sent).rejects.toThrow(BrokerUnreachable);
  await expect(sent).rejects.toThrow(
    'broker 77 is not registered in the cluster, where there are now: 1, 2, 3',
  );
}

async function opensWithOne(cluster: ClusterUnderTest): Promise<void> {
  const [live = ''] = cluster.lab.bootstrapBrokers;
  await using connection = await KafkaConnection.open(
    settingsFor([`127.0.0.1:${String(await closedPort())}`, live]),
  );
  expect(await connection.brokers()).toHaveLength(3);
}

/** Its time-out is longer than a test may take. */
async function passesTheHungOne(cluster: ClusterUnderTest): Promise<void> {
  await using hung = await silentServer();
  const brokers = [`127.0.0.1:${String(hung.port)}`, ...cluster.lab.bootstrapBrokers];
  await using connection = await KafkaConnection.open({ ...settingsFor(brokers), requestTimeoutMs: 600_000 });
  expect(await connection.brokers()).toHaveLength(3);
}

async function listsEveryReason(): Promise<void> {
  const port = String(await closedPort());
  await using silent = await silentServer();
  const brokers = [`127.0.0.1:${port}`, 'no-such-host.invalid:9092', `127.0.0.1:${String(silent.port)}`];
  const start = performance.now();
  const opened = KafkaConnection.open({ ...settingsFor(brokers), requestTimeoutMs: 1_000 });
  await expect(opened).rejects.toThrow(KafkaUnreachable);
  await expect(opened).rejects.toThrow(
    new RegExp(
      `127.0.0.1:${port}: nothing listens.*\n.*no-such-host.invalid:9092: the host name.*\n.*in time`,
    ),
  );
  expect(performance.now() - start).toBeLessThan(5_000);
}

async function namesTlsMistakes(cluster: ClusterUnderTest): Promise<void> {
  const base = settingsFor(cluster.lab.bootstrapBrokers);
  await expect(KafkaConnection.open({ ...base, security: { protocol: 'SSL', tls: {} } })).rejects.toThrow(
    KafkaProtocolMismatch,
  );
  const tls = { cert: 'rubbish', key: 'rubbish' };
  await expect(KafkaConnection.open({ ...base, security: { protocol: 'SSL', tls } })).rejects.toThrow(
    KafkaTlsFailed,
  );
}

async function namesTheNeedlessLogin(cluster: ClusterUnderTest): Promise<void> {
  const sasl = { mechanism: 'scram-sha-512', username: 'ann', password: 'secret' } as const;
  const base = settingsFor(cluster.lab.bootstrapBrokers);
  const opened = KafkaConnection.open({ ...base, security: { protocol: 'SASL_PLAINTEXT', sasl } });
  await expect(opened).rejects.toThrow('the listener does not ask for a login');
}

async function closesAtOnce(cluster: ClusterUnderTest): Promise<void> {
  const connection = await KafkaConnection.open(settingsFor(cluster.lab.bootstrapBrokers));
  const sent = connection.send(metadata, { topics: null }, 1);
  await connection[Symbol.asyncDispose]();
  await expect(sent).rejects.toThrow(/closed|did not answer/);
  await expect(connection.refresh()).rejects.toThrow('closed');
}

/** A port where nothing listens: it was just given back. */
async function closedPort(): Promise<number> {
  await using server = await silentServer();
  return server.port;
}

/** Takes connections and never answers, as a broker that hangs. */
async function silentServer(): Promise<AsyncDisposable & { port: number }> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as net.AddressInfo;
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((closed) => server.close(closed));
  };
  return { port, [Symbol.asyncDispose]: close };
}
