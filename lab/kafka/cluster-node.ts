import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type NodeIdentity, type NodeShape, identityOf } from '../cluster-shape.ts';
import type { JavaSetup } from './java-command.ts';
import { Jvm, logFile } from './jvm.ts';
import { type NodePlace, addressOf } from './node-place.ts';

/** One node of the cluster and the JVM that it runs. */
export interface ClusterNode {
  readonly identity: NodeIdentity;
  readonly place: NodePlace;
  readonly jvm: Jvm;
  /** Where it is reached. */
  readonly address: string;
}

/** Where a node keeps its data, its settings and its log. */
export const nodeFolder = (folder: string, node: Pick<NodeShape, 'roles' | 'nodeId'>): string =>
  join(folder, identityOf(node));

export function clusterNode(place: NodePlace, java: JavaSetup): ClusterNode {
  const zookeeper = place.roles.includes('zookeeper');
  const main = zookeeper ? ZOOKEEPER : KAFKA;
  const command = { folder: place.folder, main: [main.class, join(place.folder, main.settings)] };
  return { identity: identityOf(place), place, address: addressOf(place), jvm: new Jvm(command, java) };
}

const KAFKA = { class: 'kafka.Kafka', settings: 'server.properties' };
const ZOOKEEPER = { class: 'org.apache.zookeeper.server.quorum.QuorumPeerMain', settings: 'zoo.cfg' };

/** What kept a node from starting, with the end of its log. */
export async function startFailure({ identity, place }: ClusterNode, what: string): Promise<Error> {
  const log = await readFile(logFile(place.folder), 'utf8').catch(() => '');
  const tail = log.trimEnd().split('\n').slice(-15).join('\n');
  return new Error(`${identity} ${what}; the end of its log:\n${tail}`);
}
