import type { Problem } from '../../../../lib/core/problem.ts';
import type { KafkaNode } from './node.ts';

/** What the nodes' roles and zookeeper-connect say against each other. `addresses` is how many it names. */
export function zookeeperFindings(nodes: readonly KafkaNode[], addresses: number): Problem[] {
  const servers = nodes.filter(({ zookeeper }) => zookeeper).map(({ name }) => name);
  const controllers = nodes.filter(({ controller }) => controller).map(({ name }) => name);
  const where = 'input zookeeper-connect';
  const findings: Problem[] = [];
  if (servers.length > 0 && addresses === 0) {
    const what = `it is not given, and ${servers.join(', ')} cannot be asked without it`;
    findings.push({ where, what, fix: 'Give host:port of every ZooKeeper server, parted by commas.' });
  }
  if (servers.length === 0 && addresses > 0) {
    const what = 'it is given, and no instance has the role zookeeper';
    findings.push({ where, what, fix: 'Tag the ZooKeeper instances with their role, or remove the input.' });
  }
  if (servers.length > 0 && controllers.length > 0) {
    const what = `it has controllers of KRaft (${controllers.join(', ')}) and ZooKeeper servers (${servers.join(', ')})`;
    findings.push({
      where: 'the cluster',
      what,
      fix: 'Finish its migration to KRaft, or correct the role tags.',
    });
  }
  return findings;
}
