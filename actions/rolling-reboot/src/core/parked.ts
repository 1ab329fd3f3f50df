import type { Instance, KafkaNode } from './node.ts';
import { PARKED_TAG } from './tags.ts';

/** The operator wants it down. */
export const isParked = ({ tags }: Pick<Instance, 'tags'>): boolean => tags[PARKED_TAG] === 'true';

/** The nodes as they are tagged now: the operator may park one, or give it back, at any time. */
export function withParked(
  nodes: readonly KafkaNode[],
  instances: readonly Instance[],
): readonly KafkaNode[] {
  const parkedNow = new Map(instances.map((instance) => [instance.id, isParked(instance)]));
  const isStale = ({ instance, parked }: KafkaNode): boolean =>
    (parkedNow.get(instance) ?? parked) !== parked;
  return nodes.some(isStale)
    ? nodes.map((node) => (isStale(node) ? { ...node, parked: !node.parked } : node))
    : nodes;
}
