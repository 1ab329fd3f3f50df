import { type NodePlace, hasRole } from './node-place.ts';
import { type Timeouts, propertiesText } from './server-properties.ts';

/** Ticks are milliseconds, limits are ticks: `tuned` drops a silent follower after 3 s, `default` after 10 s. */
const TIMES = {
  tuned: { tickTime: 250, initLimit: 60, syncLimit: 12 },
  default: { tickTime: 2000, initLimit: 10, syncLimit: 5 },
};

/** The text of a ZooKeeper server's zoo.cfg: loopback only, small. */
export function zookeeperConfig(node: NodePlace, all: readonly NodePlace[], timeouts: Timeouts): string {
  const servers = all
    .filter(hasRole('zookeeper'))
    .map((server) => [`server.${String(server.nodeId)}`, ports(server)]);
  return propertiesText({
    ...TIMES[timeouts],
    // A session may last 20 ticks otherwise, which is less than Kafka's own.
    maxSessionTimeout: 60_000,
    dataDir: `${node.folder}/data`,
    clientPort: node.clientPort,
    clientPortAddress: '127.0.0.1',
    peerType: node.observer ? 'observer' : 'participant',
    '4lw.commands.whitelist': 'srvr,mntr,conf,ruok',
    'admin.enableServer': 'false',
    maxClientCnxns: 0,
    // The default takes 64 MiB of disk at once.
    preAllocSize: 1024,
    ...(Object.fromEntries(servers) as Record<string, string>),
  });
}

const ports = ({ quorumPort, electionPort, observer }: NodePlace): string =>
  `127.0.0.1:${String(quorumPort)}:${String(electionPort)}${observer ? ':observer' : ''}`;
