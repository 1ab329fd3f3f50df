import type { Blocker } from './blocker.ts';
import { startable } from './discover.ts';
import type { KafkaNode } from './node.ts';
import type { Seen } from './observation.ts';
import type { Flight } from './progress.ts';

/**
 * The nodes that EC2 does not show as running, beside those in flight: somebody else stopped them, or they died. Kafka
 * sees it seconds later, or not at all while other brokers are asked.
 */
export function instancesAway(
  seen: Seen,
  nodes: readonly KafkaNode[],
  flights: readonly Flight[],
): Blocker[] {
  const states = new Map(seen.instances.map(({ id, state }) => [id, state]));
  const flying = new Set(flights.map(({ node }) => node.name));
  return startable(nodes)
    .filter(({ name }) => !flying.has(name))
    .flatMap(({ name, instance }): Blocker[] => {
      const state = states.get(instance);
      if (state === undefined) return [{ kind: 'instance-missing', node: name }];
      return state === 'running' ? [] : [{ kind: 'instance-state', node: name, state, wanted: 'running' }];
    });
}
