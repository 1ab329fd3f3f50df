import { randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NodeShape } from '../cluster-shape.ts';
import { freePorts } from '../free-ports.ts';
import { type ClusterNode, clusterNode, nodeFolder, startFailure } from './cluster-node.ts';
import type { JavaSetup } from './java-command.ts';
import { type ClusterSeen, probeMetadata } from './metadata-probe.ts';
import { type NodePlace, hasRole } from './node-place.ts';
import { type Tuning, serverProperties } from './server-properties.ts';
import { zookeeperConfig } from './zookeeper-config.ts';
import { servesClients } from './zookeeper-probe.ts';

export interface ClusterOptions extends Tuning {
  readonly folder: string;
  readonly nodes: readonly NodeShape[];
  readonly java: JavaSetup;
  /** A log directory that was formatted for KRaft, to copy: formatting takes a JVM, copying does not. */
  readonly formatted: string;
  /** The folder of certificates; secured listeners come with it. */
  readonly tlsFolder: string | undefined;
}

const START_TIMEOUT_MS = 90_000;
const PORTS = 5;

/** Lays out the nodes' folders; nothing is started yet. */
export async function layOutCluster(options: ClusterOptions): Promise<ClusterNode[]> {
  const places = await placeNodes(options);
  const clusterId = randomUuid();
  for (const place of places) {
    await mkdir(place.folder, { recursive: true });
    if (hasRole('zookeeper')(place)) await layOutZookeeper(place, places, options);
    else await layOutKafka(place, places, { ...options, clusterId });
  }
  return places.map((place) => clusterNode(place, options.java));
}

async function placeNodes({ nodes, folder, tlsFolder }: ClusterOptions): Promise<NodePlace[]> {
  const ports = await freePorts(nodes.length * PORTS);
  return nodes.map((node, index) => {
    const [clientPort = 0, quorumPort = 0, electionPort = 0, saslPort = 0, mtlsPort = 0] = ports.slice(
      index * PORTS,
    );
    const secured = tlsFolder === undefined ? {} : { secured: { saslPort, mtlsPort, tlsFolder } };
    return { ...node, clientPort, quorumPort, electionPort, folder: nodeFolder(folder, node), ...secured };
  });
}

async function layOutZookeeper(
  place: NodePlace,
  all: readonly NodePlace[],
  { timeouts }: ClusterOptions,
): Promise<void> {
  await mkdir(join(place.folder, 'data'));
  await writeFile(join(place.folder, 'data', 'myid'), String(place.nodeId));
  await writeFile(join(place.folder, 'zoo.cfg'), zookeeperConfig(place, all, timeouts));
}

async function layOutKafka(
  place: NodePlace,
  all: readonly NodePlace[],
  options: ClusterOptions & { readonly clusterId: string },
): Promise<void> {
  // In ZooKeeper mode a broker takes an empty folder, and its identity from the ensemble.
  if (!all.some(hasRole('zookeeper'))) await copyFormatted(options.formatted, place, options.clusterId);
  await writeFile(join(place.folder, 'server.properties'), serverProperties(place, all, options));
}

/** Gives a copy of the formatted directory its own identity. */
async function copyFormatted(formatted: string, place: NodePlace, clusterId: string): Promise<void> {
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

/** Waits until every ZooKeeper server serves, and every broker answers and lists all brokers, with a controller. */
export async function untilRegistered(nodes: readonly ClusterNode[]): Promise<void> {
  const brokers = nodes.filter(({ place }) => hasRole('broker')(place));
  const servers = nodes.filter(({ place }) => hasRole('zookeeper')(place));
  const deadline = Date.now() + START_TIMEOUT_MS;
  const untilTrue = async (node: ClusterNode, what: string, isTrue: () => Promise<boolean>) => {
    while (!(await isTrue())) {
      const ended = nodes.find(({ jvm }) => jvm.pid === undefined);
      if (ended !== undefined) throw await startFailure(ended, 'ended while starting');
      if (Date.now() > deadline) throw await startFailure(node, `did not ${what} in time`);
      await sleep(30);
    }
  };
  for (const one of servers) await untilTrue(one, 'find a leader', () => servesClients(one.place.clientPort));
  for (const one of brokers) await untilTrue(one, 'see all brokers', () => listsAll(one, brokers.length));
}

async function listsAll({ place }: ClusterNode, count: number): Promise<boolean> {
  const seen = await probeMetadata(place.clientPort).catch((): ClusterSeen | undefined => undefined);
  return seen?.brokerIds.length === count && seen.controllerId >= 0;
}
