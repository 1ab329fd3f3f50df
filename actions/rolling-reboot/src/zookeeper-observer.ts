import { askZooKeeper } from '../../../lib/adapters/zookeeper/ask-zookeeper.ts';
import { describeHostPort, type HostPort } from '../../../lib/core/host-port.ts';
import type { ZooKeeper } from './ports.ts';

/** A server that answers does so in milliseconds; one whose instance is stopped never does. */
const ANSWERS_WITHIN_MS = 3_000;

/** The servers of an ensemble by their own words. An id that was said once stays with its address while it is silent. */
export function zookeeperObserver(addresses: readonly HostPort[]): ZooKeeper {
  const ids = new Map<string, number>();
  return {
    look: async () => {
      const sights = await askZooKeeper(addresses, ANSWERS_WITHIN_MS);
      return sights.map(({ address, hosts, answer }) => {
        const text = describeHostPort(address);
        if (answer.kind === 'serves' && answer.server.id !== undefined) ids.set(text, answer.server.id);
        return { address: text, hosts, id: ids.get(text), answer };
      });
    },
  };
}
