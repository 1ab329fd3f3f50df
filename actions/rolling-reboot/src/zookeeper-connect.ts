import { type HostPort, parseHostPort } from '../../../lib/core/host-port.ts';
import { type InputReader, splitList } from '../../../lib/core/read-inputs.ts';

/** As Kafka writes it: `zk1:2181,zk2:2181/chroot`. The chroot is Kafka's, and nothing is asked about it here. */
export const zookeeperConnect: InputReader<readonly HostPort[]> = {
  allowed: 'host:port of every ZooKeeper server, parted by commas or line ends, such as zk1:2181,zk2:2181',
  absent: { value: [] },
  read: (given) => {
    const items = splitList(given.replace(/\/[^\s,]*$/, ''));
    const read = items.flatMap((item) => parseHostPort(item) ?? []);
    return read.length === items.length && read.length > 0 ? read : undefined;
  },
};
