import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { expect } from '@jest/globals';
import { runAction } from '../../lab/runner.ts';
import type { Lab } from '../../lab/lab.ts';
import { describeCluster } from '../../lib/adapters/kafka/describe-cluster.ts';
import { documentOf, inputsFor } from './apply-process.ts';
import { eachFrame } from './kafka/each-frame.ts';

/** The key of what any connection begins with. */
const API_VERSIONS = 18;

/** A wrong cluster-id ends an apply before anything but DescribeCluster, and the versions of it, was asked. */
export async function expectOnlyItsId(lab: Lab): Promise<void> {
  await using relay = await Relay.to(lab.bootstrapBrokers[0] ?? '');
  const workspace = await mkdtemp(path.join(tmpdir(), 'topics-'));
  try {
    await writeFile(path.join(workspace, 'topics.yaml'), documentOf('of-another-cluster'));
    const inputs = { ...inputsFor(lab), 'bootstrap-brokers': relay.address, 'cluster-id': 'another' };
    const { exitCode, log } = await runAction({ action: 'topic-sync', workspace, inputs });
    expect(log).toMatch(/the brokers belong to the cluster \S+, not to another/);
    expect([exitCode, relay.keys]).toEqual([1, [API_VERSIONS, describeCluster.key]]);
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

/** A port that passes everything on to a broker, and keeps what is asked. */
class Relay implements AsyncDisposable {
  /** Of each request in its order: the key of its API. */
  readonly keys: number[] = [];
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();

  private constructor(host: string, port: number) {
    this.#server = net.createServer((client) => {
      const broker = net.connect({ host, port });
      for (const socket of [client, broker]) this.#sockets.add(socket.on('error', () => undefined));
      broker.pipe(client);
      client.pipe(broker);
      // A request begins with the key of its API.
      eachFrame(client, (request) => this.keys.push(request.readInt16BE(0)));
    });
  }

  static async to(address: string): Promise<Relay> {
    const { hostname, port } = new URL(`kafka://${address}`);
    const relay = new Relay(hostname, Number(port));
    await once(relay.#server.listen(0, '127.0.0.1'), 'listening');
    return relay;
  }

  get address(): string {
    return `127.0.0.1:${String((this.#server.address() as net.AddressInfo).port)}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
