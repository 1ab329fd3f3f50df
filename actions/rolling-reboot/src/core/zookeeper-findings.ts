import type { Problem } from '../../../../lib/core/problem.ts';
import type { RestartBy } from './decision.ts';
import type { KafkaNode, NodeName } from './node.ts';

/**
 * What the nodes' roles, zookeeper-connect and the mode say against each other. `addresses` is how many it names.
 *
 * On ZooKeeper a broker that is back before it was missed can be taken into the in-sync replicas again without all that
 * it had acknowledged (KIP-903 closes this for KRaft only), and a reboot is quick enough for that.
 */
export function zookeeperFindings(nodes: readonly KafkaNode[], addresses: number, by: RestartBy): Problem[] {
  const servers = nodes.filter(({ zookeeper }) => zookeeper).map(({ name }) => name);
  const controllers = nodes.filter(({ controller }) => controller).map(({ name }) => name);
  return [
    ...connectFindings(servers, addresses),
    ...(servers.length > 0 && by === 'reboot' ? [TOO_QUICK] : []),
    ...(servers.length > 0 && controllers.length > 0 ? [migration(controllers, servers)] : []),
  ];
}

function connectFindings(servers: readonly NodeName[], addresses: number): Problem[] {
  const where = 'input zookeeper-connect';
  if (servers.length > 0 && addresses === 0) {
    const what = `it is not given, and ${servers.join(', ')} cannot be asked without it`;
    return [{ where, what, fix: 'Give host:port of every ZooKeeper server, parted by commas.' }];
  }
  if (servers.length > 0 || addresses === 0) return [];
  const what = 'it is given, and no instance has the role zookeeper';
  return [{ where, what, fix: 'Tag the ZooKeeper instances with their role, or remove the input.' }];
}

const TOO_QUICK: Problem = {
  where: 'input mode',
  what: 'it is reboot, and a broker on ZooKeeper may lose records when it is back before it was missed',
  fix: 'Leave it at stop-start.',
};

const migration = (controllers: readonly NodeName[], servers: readonly NodeName[]): Problem => ({
  where: 'the cluster',
  what: `it has controllers of KRaft (${controllers.join(', ')}) and ZooKeeper servers (${servers.join(', ')})`,
  fix: 'Finish its migration to KRaft, or correct the role tags.',
});
