import type { KafkaNode } from './node.ts';
import type { Seen } from './observation.ts';
import type { Progress } from './progress.ts';

/** Fewer voters than these lose their majority with every stop: that is accepted where they are restarted at all. */
const LEAST_VOTERS = 3;

/** The first look settles it for the whole run. */
export const quorumWasLost = (before: Progress, nodes: readonly KafkaNode[], seen: Seen): boolean =>
  before.quorumWasLost ?? isLost(nodes, seen);

/** By EC2 alone, since nobody else can say: so few controllers or ZooKeeper servers run that they have no majority. */
function isLost(nodes: readonly KafkaNode[], { instances }: Seen): boolean {
  const running = new Set(instances.filter(({ state }) => state === 'running').map(({ id }) => id));
  return [nodes.filter(({ controller }) => controller), nodes.filter(({ zookeeper }) => zookeeper)].some(
    (voters) =>
      voters.length >= LEAST_VOTERS &&
      voters.filter(({ instance }) => running.has(instance)).length <= voters.length / 2,
  );
}
