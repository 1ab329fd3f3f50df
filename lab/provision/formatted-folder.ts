import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JavaParts, javaFlags } from '../kafka/java-command.ts';
import type { NodePlace } from '../kafka/node-place.ts';
import { serverProperties } from '../kafka/server-properties.ts';
import { scramArguments } from '../kafka/users.ts';
import { runToEnd } from '../run-to-end.ts';
import { freePorts } from '../free-ports.ts';

/** Its identity is replaced in every copy. */
const CLUSTER_ID = 'bGFiLWNsdXN0ZXItaWQtMQ';

/** Formats a node's log directory with Kafka's own tool. */
export async function formatFolder(kafka: JavaParts, target: string): Promise<void> {
  await using node = await temporaryNode();
  await formatNode(kafka, node.place);
  await rename(join(node.place.folder, 'data'), target);
}

export async function formatNode(kafka: JavaParts, place: NodePlace): Promise<void> {
  const properties = join(place.folder, 'server.properties');
  await writeFile(properties, serverProperties(place, [place], { timeouts: 'tuned', rests: false }));
  const format = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', properties];
  const users = scramArguments();
  await runToEnd(
    kafka.java,
    [...javaFlags({ ...kafka, heapMegabytes: 128 }), ...format, ...users],
    place.folder,
  );
}

const COMBINED = { nodeId: 1, roles: ['broker', 'controller'], rack: 'none', observer: false } as const;

/** A node of its own in a folder that goes away with it. */
export async function temporaryNode(): Promise<AsyncDisposable & { readonly place: NodePlace }> {
  const folder = await mkdtemp(join(tmpdir(), 'kafka-lab-node-'));
  const [clientPort = 0, quorumPort = 0] = await freePorts(2);
  const place = { ...COMBINED, clientPort, quorumPort, electionPort: 0, folder };
  return { place, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
