import { randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../free-ports.ts';
import { Broker } from './broker.ts';
import type { JavaSetup } from './java-command.ts';
import { type ClusterSeen, probeMetadata } from './metadata-probe.ts';
import { type NodePlace, type Timeouts, serverProperties } from './server-properties.ts';

export interface ClusterOptions {
  readonly folder: string;
  /** The rack of each node; its length is the number of brokers. */
  readonly racks: readonly string[];
  readonly timeouts: Timeouts;
  readonly java: JavaSetup;
  /** A formatted log directory to copy: formatting takes a JVM, copying does not. */
  readonly formatted: string;
}

const START_TIMEOUT_MS = 90_000;

/** Lays out the nodes' folders; the brokers it gives are not started yet. */
export async function layOutCluster(options: ClusterOptions): Promise<Broker[]> {
  const places = await placeNodes(options);
  const clusterId = randomUuid();
  for (const place of places) {
    await copyFormatted(options.formatted, place, clusterId);
    await writeFile(
      join(place.folder, 'server.properties'),
      serverProperties(place, places, options.timeouts),
    );
  }
  return places.map((place) => new Broker(place, options.java));
}

async function placeNodes(options: ClusterOptions): Promise<NodePlace[]> {
  const ports = await freePorts(options.racks.length * 2);
  return options.racks.map((rack, index) => {
    const nodeId = index + 1;
    const [brokerPort = 0, controllerPort = 0] = ports.slice(index * 2);
    return { nodeId, rack, brokerPort, controllerPort, folder: nodeFolder(options.folder, nodeId) };
  });
}

/** Where a node keeps its data, its server.properties and its broker.log. */
export const nodeFolder = (folder: string, nodeId: number): string => join(folder, `node-${String(nodeId)}`);

/** Gives a copy of the formatted directory its own identity. */
async function copyFormatted(formatted: string, place: NodePlace, clusterId: string): Promise<void> {
  await mkdir(place.folder, { recursive: true });
  await cp(formatted, join(place.folder, 'data'), { recursive: true });
  const file = join(place.folder, 'data', 'meta.properties');
  const text = await readFile(file, 'utf8');
  const own = text
    .replace(/^cluster\.id=.*$/m, `cluster.id=${clusterId}`)
    .replace(/^node\.id=.*$/m, `node.id=${String(place.nodeId)}`)
    .replace(/^directory\.id=.*$/m, `directory.id=${randomUuid()}`);
  await writeFile(file, own);
}

/** As Kafka writes them; none that begins with a dash, which its tools take for an option. */
function randomUuid(): string {
  const uuid = randomBytes(16).toString('base64url');
  return uuid.startsWith('-') ? randomUuid() : uuid;
}

/** Waits until every broker answers and lists all of them, with a controller. */
export async function untilRegistered(brokers: readonly Broker[]): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (const broker of brokers) {
    while (!(await listsAll(broker, brokers.length))) {
      if (broker.pid === undefined) throw await startFailure(broker, 'ended while starting');
      if (Date.now() > deadline) throw await startFailure(broker, 'did not see all brokers in time');
      await sleep(30);
    }
  }
}

async function listsAll(broker: Broker, count: number): Promise<boolean> {
  const seen = await probeMetadata(broker.place.brokerPort).catch((): ClusterSeen | undefined => undefined);
  return seen?.brokerIds.length === count && seen.controllerId >= 0;
}

async function startFailure(broker: Broker, what: string): Promise<Error> {
  const log = await readFile(join(broker.place.folder, 'broker.log'), 'utf8').catch(() => '');
  const tail = log.trimEnd().split('\n').slice(-15).join('\n');
  return new Error(`broker ${String(broker.place.nodeId)} ${what}; the end of its log:\n${tail}`);
}
