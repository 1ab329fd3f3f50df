import type { KafkaNode } from '../../actions/rolling-reboot/src/core/node.ts';
import type { StepDurations } from '../../actions/rolling-reboot/src/core/simulate.ts';

/** When a node is down, in milliseconds from the beginning. */
export interface Outage {
  readonly node: KafkaNode;
  readonly from: number;
  readonly to: number;
}

export type Durations = (node: KafkaNode) => StepDurations;

export const total = ({ stop, start, catchUp }: StepDurations): number => stop + start + catchUp;

/** Groups of nodes one after another, all of a group at once; the next begins when the slowest is back. */
function groups(list: readonly (readonly KafkaNode[])[], durations: Durations): Outage[] {
  let from = 0;
  return list.flatMap((group) => {
    const begin = from;
    const outages = group.map((node) => ({ node, from: begin, to: begin + total(durations(node)) }));
    from = Math.max(...outages.map(({ to }) => to));
    return outages;
  });
}

export const serial = (nodes: readonly KafkaNode[], durations: Durations): Outage[] =>
  groups(
    nodes.map((node) => [node]),
    durations,
  );

/** So many at once in the order of their ids, as AWS Systems Manager and Ansible do it; controllers one by one after them. */
export function barrierBatches(nodes: readonly KafkaNode[], durations: Durations, width: number): Outage[] {
  const brokers = nodes.filter(({ broker }) => broker);
  const batches = Array.from({ length: Math.ceil(brokers.length / width) }, (_, index) =>
    brokers.slice(index * width, (index + 1) * width),
  );
  return groups([...batches, ...controllersOf(nodes)], durations);
}

export function rackAtATime(nodes: readonly KafkaNode[], durations: Durations): Outage[] {
  const racks = Map.groupBy(
    nodes.filter(({ broker }) => broker),
    ({ zone }) => zone,
  );
  return groups([...racks.values(), ...controllersOf(nodes)], durations);
}

const controllersOf = (nodes: readonly KafkaNode[]): KafkaNode[][] =>
  nodes.filter(({ broker }) => !broker).map((node) => [node]);

export const makespan = (outages: readonly Outage[]): number => Math.max(...outages.map(({ to }) => to));

/** How many are down at the same time at most. */
export function mostTogether(outages: readonly Outage[]): number {
  const moves = outages
    .flatMap(({ from, to }) => [
      { at: from, by: 1 },
      { at: to, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let together = 0;
  return moves.reduce((most, { by }) => Math.max(most, (together += by)), 0);
}
