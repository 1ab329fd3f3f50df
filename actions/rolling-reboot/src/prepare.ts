import { orThrow, type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import { restartBy } from './core/decision.ts';
import { discover } from './core/discover.ts';
import type { KafkaNode } from './core/node.ts';
import { preflight } from './core/preflight.ts';
import type { ScheduledEvent } from './core/scheduled-event.ts';
import { select } from './core/select.ts';
import { unknownEnd } from './core/unknown-end.ts';
import { zookeeperFindings } from './core/zookeeper-findings.ts';
import type { Context, RebootOrder } from './context.ts';
import type { Ports } from './ports.ts';

/** What does not change during a run: the nodes, which of them are selected, and what forbids every stop. */
export async function prepare(order: RebootOrder, ports: Ports): Promise<Context> {
  const instances = await ports.instances.describe();
  const { nodes, findings } = discover(instances, order.tags);
  if (nodes.length === 0) throw new ProblemsFound(findings.length > 0 ? findings : [NO_MATCH]);
  ports.log.info(
    `${String(nodes.length)} nodes: ${nodes.map(({ name, zone }) => `${name} (${zone})`).join(', ')}`,
  );
  const events = await eventsOf(nodes, order, ports);
  const hazards = await hazardsOf(nodes, order, ports);
  const selected = orThrow(select(order.selection, { nodes, instances, events, now: ports.clock.now() }));
  const beganAt = ports.clock.now();
  const settings = { ...order.settings, beganAt, endsAt: beganAt + order.timeBudget };
  return {
    order,
    ports,
    setting: { nodes, selected, findings: [...findings, ...hazards], events, settings },
  };
}

/** Asked for only where they matter: the call needs a permission of its own. */
const eventsOf = (
  nodes: readonly KafkaNode[],
  { selection }: RebootOrder,
  { instances }: Ports,
): Promise<ScheduledEvent[]> =>
  selection.only.kind === 'scheduled-events'
    ? instances.scheduledEvents(nodes.map(({ instance }) => instance))
    : Promise.resolve([]);

const NO_MATCH: Problem = {
  where: 'input node-filters',
  what: 'no instance matches',
  fix: 'Check the filters, the region and the account; terminated instances do not count.',
};

async function hazardsOf(
  nodes: readonly KafkaNode[],
  { accept, settings, zookeeper }: RebootOrder,
  { instances, kafka, credentialsEnd }: Ports,
): Promise<Problem[]> {
  const by = restartBy(settings.mode);
  const ids = nodes.map(({ instance }) => instance);
  const [facts, advertised, end] = await Promise.all([
    instances.facts(ids, by),
    kafka.advertisedHosts(),
    credentialsEnd(),
  ]);
  return [
    ...unknownEnd(end),
    ...zookeeperFindings(nodes, zookeeper.length, by),
    ...preflight(facts, { nodes, advertised, accept, by }),
  ];
}
