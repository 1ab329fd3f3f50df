import { orThrow, type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { restartBy, type Setting } from './core/decision.ts';
import { discover } from './core/discover.ts';
import type { Instance, KafkaNode } from './core/node.ts';
import { preflight } from './core/preflight.ts';
import { select } from './core/select.ts';
import { unknownEnd } from './core/unknown-end.ts';
import { zookeeperFindings } from './core/zookeeper-findings.ts';
import type { Context, RebootOrder } from './context.ts';
import type { Ports } from './ports.ts';
import { sessionEnd } from './session-end.ts';

/**
 * What does not change during a run: the nodes, which of them are selected, and what forbids every stop. Whatever goes
 * wrong once the nodes are known is a finding: nodes that are down are started whether or not one may be stopped.
 */
export async function prepare(order: RebootOrder, ports: Ports): Promise<Context> {
  const instances = await ports.instances.describe();
  const { nodes, findings } = discover(instances, order.tags);
  if (nodes.length === 0) throw new ProblemsFound(findings.length > 0 ? findings : [NO_MATCH]);
  ports.log.info(
    `${String(nodes.length)} nodes: ${nodes.map(({ name, zone }) => `${name} (${zone})`).join(', ')}`,
  );
  const cluster = { nodes, instances };
  const stops = order.settings.mode === 'recover' ? NO_STOPS : await prepareStops(order, ports, cluster);
  const beganAt = ports.clock.now();
  const settings = { ...order.settings, beganAt, endsAt: beganAt + order.timeBudget };
  return {
    order,
    ports,
    setting: { ...stops, nodes, findings: [...findings, ...stops.findings], settings },
  };
}

const NO_MATCH: Problem = {
  where: 'input node-filters',
  what: 'no instance matches',
  fix: 'Check the filters, the region and the account; terminated instances do not count.',
};

interface Cluster {
  readonly nodes: readonly KafkaNode[];
  readonly instances: readonly Instance[];
}

type Stops = Pick<Setting, 'selected' | 'events' | 'findings'>;

/** A run that only recovers restarts nothing, so that nothing forbids it to. */
const NO_STOPS: Stops = { selected: new Set(), events: [], findings: [] };

async function prepareStops(order: RebootOrder, ports: Ports, cluster: Cluster): Promise<Stops> {
  const now = ports.clock.now();
  const [events, hazards] = await Promise.all([
    eventsOf(order, ports, cluster),
    hazardsOf(order, ports, cluster),
  ]);
  const selected = select(order.selection, { ...cluster, events: events.value, now });
  // Nobody is down because of a dry run: a wrong input fails it at once.
  if (order.dryRun) orThrow(selected);
  const findings = [...events.findings, ...hazards, ...(selected.ok ? [] : selected.problems)];
  return { selected: selected.ok ? selected.value : new Set(), events: events.value, findings };
}

/** Asked for only where they matter: the call needs a permission of its own. */
const eventsOf = (
  { selection }: RebootOrder,
  { instances }: Ports,
  { nodes }: Cluster,
): Promise<Found<Setting['events']>> =>
  selection.only.kind === 'scheduled-events'
    ? orFinding('the scheduled events', () => instances.scheduledEvents(idsOf(nodes)), [])
    : Promise.resolve({ value: [], findings: [] });

const idsOf = (nodes: readonly KafkaNode[]): KafkaNode['instance'][] => nodes.map(({ instance }) => instance);

async function hazardsOf(
  { accept, settings, zookeeper }: RebootOrder,
  ports: Ports,
  { nodes }: Cluster,
): Promise<Problem[]> {
  const by = restartBy(settings.mode);
  const [facts, advertised, end] = await Promise.all([
    orFinding('what a stop would meet', () => ports.instances.facts(idsOf(nodes), by), []),
    ports.kafka.advertisedHosts(),
    sessionEnd(ports),
  ]);
  return [
    ...unknownEnd(end),
    ...zookeeperFindings(nodes, zookeeper.length, by),
    ...facts.findings,
    ...preflight(facts.value, { nodes, advertised, accept, by }),
  ];
}

interface Found<T> {
  readonly value: T;
  readonly findings: readonly Problem[];
}

/** What cannot be read forbids every stop. */
async function orFinding<T>(where: string, read: () => Promise<T>, without: T): Promise<Found<T>> {
  try {
    return { value: await read(), findings: [] };
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    const fix = 'Run again when it is mended; until then nothing is stopped.';
    return { value: without, findings: [{ where, what: failure.message, fix }] };
  }
}
