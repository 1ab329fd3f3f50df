import type { Problem } from '../../../../lib/core/problem.ts';
import { type Instance, type KafkaNode, nodeName } from './node.ts';
import { isParked, parkingOf } from './parked.ts';
import { PARKED_TAG } from './tags.ts';

export interface DiscoveryTags {
  readonly role: string;
  readonly nodeId: string;
}

export interface Discovery {
  readonly nodes: readonly KafkaNode[];
  /** What forbids every stop, but no start. */
  readonly findings: readonly Problem[];
}

/** A node with two roles is named by the first of them. */
const ROLES = ['broker', 'controller', 'zookeeper'];

/** Reads the members of the cluster from their instances' tags; terminated instances are no members. */
export function discover(instances: readonly Instance[], tags: DiscoveryTags): Discovery {
  const nodes: KafkaNode[] = [];
  const findings: Problem[] = [];
  for (const instance of instances.filter(
    ({ state }) => state !== 'terminated' && state !== 'shutting-down',
  )) {
    const node = readNode(instance, tags);
    if ('what' in node) findings.push(node);
    else nodes.push(node);
    findings.push(...unclearParking(instance));
  }
  return { nodes, findings: [...findings, ...duplicates(nodes)] };
}

function readNode(instance: Instance, tags: DiscoveryTags): KafkaNode | Problem {
  const where = `instance ${instance.id}`;
  const idText = instance.tags[tags.nodeId] ?? '';
  const roles = (instance.tags[tags.role] ?? '').split(',').map((role) => role.trim());
  if (!/^\d{1,9}$/.test(idText)) {
    return {
      where,
      what: `its tag ${tags.nodeId} is "${idText}"`,
      fix: 'Tag it with the node.id of its Kafka process, or the myid of its ZooKeeper server.',
    };
  }
  if (!arePossible(roles)) {
    const allowed = 'broker, controller, "broker,controller" or zookeeper';
    return { where, what: `its tag ${tags.role} is "${roles.join(',')}"`, fix: `Tag it with ${allowed}.` };
  }
  return {
    name: nodeName(`${ROLES.find((kind) => roles.includes(kind)) ?? ''}-${String(Number(idText))}`),
    id: Number(idText),
    broker: roles.includes('broker'),
    controller: roles.includes('controller'),
    zookeeper: roles.includes('zookeeper'),
    instance: instance.id,
    zone: instance.zone,
    parked: isParked(instance),
  };
}

function unclearParking(instance: Instance): Problem[] {
  if (parkingOf(instance) !== 'unclear') return [];
  return [
    {
      where: `instance ${instance.id}`,
      what: `its tag ${PARKED_TAG} is "${String(instance.tags[PARKED_TAG])}"`,
      fix: 'Set it to true to keep the node down, or to false: until then it is not started.',
    },
  ];
}

/** ZooKeeper shares its host with no other role: a stop would take two nodes away. */
const arePossible = (roles: readonly string[]): boolean =>
  roles.every((role) => ROLES.includes(role)) && (!roles.includes('zookeeper') || roles.length === 1);

/** What only one instance may claim: brokers and controllers share one space of ids, ZooKeeper servers have their own. */
const place = ({ id, zookeeper }: KafkaNode): string =>
  zookeeper ? `ZooKeeper id ${String(id)}` : `node id ${String(id)}`;

function duplicates(nodes: readonly KafkaNode[]): Problem[] {
  return [...Map.groupBy(nodes, place)]
    .filter(([, holders]) => holders.length > 1)
    .map(([where, holders]) => ({
      where,
      what: `the instances ${holders.map(({ instance }) => instance).join(' and ')} both claim it`,
      fix: 'Correct the tag of the wrong one, or terminate it.',
    }));
}

/** Nodes that may be started: not parked, and no other instance holds their id. */
export function startable(nodes: readonly KafkaNode[]): readonly KafkaNode[] {
  const found = STARTABLE.get(nodes) ?? withoutRivals(nodes);
  STARTABLE.set(nodes, found);
  return found;
}

/** Asked for in every look, and a list of nodes never changes. */
const STARTABLE = new WeakMap<readonly KafkaNode[], readonly KafkaNode[]>();

function withoutRivals(nodes: readonly KafkaNode[]): KafkaNode[] {
  const holders = Map.groupBy(nodes, place);
  return nodes.filter((node) => !node.parked && holders.get(place(node))?.length === 1);
}
