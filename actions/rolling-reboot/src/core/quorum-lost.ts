import type { KafkaNode } from './node.ts';
import type { Seen } from './observation.ts';
import type { Progress } from './progress.ts';

/** Fewer voters than these lose their majority with every stop: that is accepted where they are restarted at all. */
const LEAST_VOTERS = 3;

/** The first look settles it for the whole run. */
export const quorumWasLost = (before: Progress, nodes: readonly KafkaNode[], seen: Seen): boolean =>
  before.quorumWasLost ?? isLost(nodes, seen);

/** So few controllers or ZooKeeper servers run that they have no majority, or that nobody can say whether they have one. */
function isLost(nodes: readonly KafkaNode[], seen: Seen): boolean {
  const running = new Set(seen.instances.filter(({ state }) => state === 'running').map(({ id }) => id));
  const isUp = ({ instance }: KafkaNode): boolean => running.has(instance);
  const controllers = nodes.filter(({ controller }) => controller);
  const servers = nodes.filter(({ zookeeper }) => zookeeper);
  const missing = servers.filter((server) => !isUp(server)).length;
  return (
    [controllers, servers].some(
      (voters) => voters.length >= LEAST_VOTERS && voters.filter(isUp).length <= voters.length / 2,
    ) ||
    (servers.length >= LEAST_VOTERS && missing >= MAJORITY_OF_LEAST && !isLed(seen))
  );
}

/**
 * EC2 does not tell ZooKeeper's observers from its participants: so many servers that are down may be the majority of
 * three participants. A leader proves that it has one, since it resigns without.
 */
const MAJORITY_OF_LEAST = 2;

const isLed = ({ quorum }: Seen): boolean =>
  quorum.known &&
  quorum.value.kind === 'zookeeper' &&
  quorum.value.servers.some(({ state }) => state === 'leader');
