import { ProblemsFound } from '../../../lib/core/problem.ts';
import { continuation, type OpenCycle, type Wanted } from './core/ledger.ts';
import type { FinishedNode } from './core/progress.ts';
import { fingerprint, recall } from './core/recall.ts';
import { describeSelection } from './core/select.ts';
import { openedText } from './core/slack-text.ts';
import { opened } from './core/transition.ts';
import { attempt, type Context, type Session } from './context.ts';
import { settle } from './settle.ts';

/**
 * Opens a new cycle, or continues the one that an earlier run left open. Everything is read after the fence, the tags
 * too: until then another run may have announced a stop.
 */
export async function open(session: Session, context: Context): Promise<void> {
  const { ports, setting } = context;
  await refuseBlindness(context);
  await ports.ledger.prepare();
  const records = await ports.ledger.read();
  const instances = await ports.instances.describe();
  const wanted = wantedOf(context);
  const { cycle, intents } = recall({ records, nodes: setting.nodes, instances }, wanted);
  const next = continuation(cycle, wanted, ports.clock.now());
  const continued = next.kind === 'continue' ? next.cycle : undefined;
  if (continued?.recorded === false) await recordAnew(continued, context);
  const settled = await settle({ intents, instances, cycle: continued }, context);
  if (settled === 'wait') return;
  if (continued !== undefined) return resume(continued, settled, { session, context });
  if (next.kind === 'abandon') await abandon(next.cycle, next.because, context);
  await begin(session, context);
}

export const wantedOf = ({ order, setting }: Context): Wanted => ({
  selection: describeSelection(order.selection),
  selected: setting.selected,
  nodes: setting.nodes,
  cycleMaxAge: order.cycleMaxAge,
});

/** A principal that may not see a topic gets a list without it and no error: ask for what must be there by name. */
async function refuseBlindness({ ports }: Context): Promise<void> {
  const hidden = await ports.kafka.hiddenTopics();
  if (hidden.length === 0) return;
  throw new ProblemsFound(
    hidden.map((topic) => ({
      where: `topic ${topic}`,
      what: 'the principal may not see it, so others may be hidden as well',
      fix: 'Give the principal Describe and DescribeConfigs on Topic:*.',
    })),
  );
}

async function abandon(cycle: string, because: string, { ports, order }: Context): Promise<void> {
  ports.log.info(`cycle ${cycle} is abandoned: ${because}`);
  await ports.ledger.append({
    state: 'cycle-abandoned',
    cycle,
    at: ports.clock.now(),
    run: order.run,
    because,
  });
}

async function begin(session: Session, context: Context): Promise<void> {
  const { ports, setting, order } = context;
  const now = ports.clock.now();
  const { selection } = wantedOf(context);
  const time = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  const id = `${time.replaceAll(':', '')}-${order.run}-${fingerprint(selection)}`;
  const { selected } = setting;
  const record = { state: 'cycle-opened', cycle: id, at: now, run: order.run, nodes: [...selected] } as const;
  await ports.ledger.append({ ...record, selection });
  session.progress = opened(session.progress, { id, openedAt: now, resumed: false, selected }, []);
  ports.log.info(`cycle ${id} is open`);
  await announce(session, context);
}

/** Its records were lost, as those of a topic that was deleted. */
async function recordAnew(cycle: OpenCycle, { ports, order }: Context): Promise<void> {
  const { id, openedAt: at, nodes, selection } = cycle;
  ports.log.info(`cycle ${id} is known by its tags alone, and is recorded anew`);
  await ports.ledger.append({ state: 'cycle-opened', cycle: id, at, run: order.run, nodes, selection });
}

interface Resuming {
  readonly session: Session;
  readonly context: Context;
}

async function resume(
  cycle: OpenCycle,
  settled: readonly FinishedNode[],
  { session, context }: Resuming,
): Promise<void> {
  const { ports } = context;
  const { id, openedAt, nodes } = cycle;
  const done = [...cycle.finished, ...settled];
  session.progress = opened(
    session.progress,
    { id, openedAt, resumed: true, selected: new Set(nodes) },
    done,
  );
  const names = done.map(({ node }) => node).join(', ') || 'none';
  ports.log.info(`cycle ${id} continues: finished so far ${names}`);
  await announce(session, context);
}

async function announce(session: Session, context: Context): Promise<void> {
  const { ports, setting, order } = context;
  const { cycle, finished } = session.progress;
  if (cycle === undefined) return;
  const open = setting.nodes.filter(({ name, parked }) => cycle.selected.has(name) && !parked);
  const remaining = open.filter(({ name }) => !finished.some(({ node }) => node === name)).length;
  await attempt(session, context, () => ports.postToSlack(openedText(cycle, remaining, order.slack)));
}
