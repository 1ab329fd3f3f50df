import { ProblemsFound } from '../../../lib/core/problem.ts';
import {
  CLOCK_MARGIN,
  continuation,
  type Intent,
  judgeIntent,
  type OpenCycle,
  openCycle,
  type Wanted,
} from './core/ledger.ts';
import type { Seen } from './core/observation.ts';
import type { FinishedNode } from './core/progress.ts';
import { describeSelection } from './core/select.ts';
import { openedText } from './core/slack-text.ts';
import { opened } from './core/transition.ts';
import { INTENT_TAG } from './core/tags.ts';
import { attempt, type Context, type Session } from './context.ts';

/** Opens a new cycle, or continues the one that an earlier run left open. */
export async function open(session: Session, context: Context, seen: Seen): Promise<void> {
  const { ports } = context;
  await refuseBlindness(context);
  await ports.ledger.prepare();
  const now = ports.clock.now();
  const next = continuation(openCycle(await ports.ledger.read()), wantedOf(context), now);
  if (next.kind === 'continue') return resume(next.cycle, { session, context, seen });
  if (next.kind === 'abandon') await abandon(next.cycle, next.because, context);
  await begin(session, context, now);
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

async function begin(session: Session, context: Context, now: number): Promise<void> {
  const { ports, setting, order } = context;
  const id = `${new Date(now)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '')}-${order.run}`;
  const { selected } = setting;
  const record = { state: 'cycle-opened', cycle: id, at: now, run: order.run, nodes: [...selected] } as const;
  await ports.ledger.append({ ...record, selection: describeSelection(order.selection) });
  session.progress = opened(session.progress, { id, openedAt: now, resumed: false, selected }, []);
  ports.log.info(`cycle ${id} is open`);
  await announce(session, context);
}

interface Resuming {
  readonly session: Session;
  readonly context: Context;
  readonly seen: Seen;
}

async function resume(cycle: OpenCycle, { session, context, seen }: Resuming): Promise<void> {
  const { ports } = context;
  const outcomes = await Promise.all(cycle.intents.map((intent) => settle(intent, context, seen)));
  if (outcomes.includes('wait')) return;
  const settled = outcomes.flatMap((outcome) =>
    outcome === 'wait' || outcome === 'not-stopped' ? [] : [outcome],
  );
  const done = [...cycle.finished, ...settled];
  session.progress = opened(
    session.progress,
    { id: cycle.id, openedAt: cycle.openedAt, resumed: true, selected: new Set(cycle.nodes) },
    done,
  );
  const names = done.map(({ node }) => node).join(', ') || 'none';
  ports.log.info(`cycle ${cycle.id} continues: finished so far ${names}`);
  await announce(session, context);
}

/** Finds out what became of a stop whose run did not live to report it; the cluster is well at this point. */
async function settle(
  intent: Intent,
  context: Context,
  seen: Seen,
): Promise<FinishedNode | 'not-stopped' | 'wait'> {
  const { ports, order, setting } = context;
  const node = setting.nodes.find(({ name }) => name === intent.node);
  const instance = seen.instances.find(({ id }) => id === node?.instance);
  if (node === undefined || instance === undefined) return 'not-stopped';
  const now = ports.clock.now();
  const outcome = judgeIntent(intent, instance, now);
  if (outcome === 'still-open') {
    ports.log.info(`wait: another run may still stop ${intent.node}, until its intent expires`);
    await ports.clock.sleep(intent.expires + CLOCK_MARGIN - now + 1, ports.cancelled);
    return 'wait';
  }
  const result = { node: intent.node, by: 'earlier-run', times: {}, underReplicatedPeak: 0 } as const;
  const record = { cycle: intent.cycle, node: intent.node, at: now, run: order.run } as const;
  if (outcome === 'restarted')
    await ports.ledger.append({ ...record, state: 'restarted', times: {}, underReplicatedPeak: 0 });
  else await ports.ledger.append({ ...record, state: 'not-stopped' });
  await ports.instances.untag(node.instance, INTENT_TAG);
  ports.log.info(
    `${intent.node}: the stop that an earlier run announced ${outcome === 'restarted' ? 'took place' : 'did not take place'}`,
  );
  return outcome === 'restarted' ? result : 'not-stopped';
}

async function announce(session: Session, context: Context): Promise<void> {
  const { ports, setting, order } = context;
  const { cycle, finished } = session.progress;
  if (cycle === undefined) return;
  const open = setting.nodes.filter(({ name, parked }) => cycle.selected.has(name) && !parked);
  const remaining = open.filter(({ name }) => !finished.some(({ node }) => node === name)).length;
  await attempt(session, context, () => ports.postToSlack(openedText(cycle, remaining, order.slack)));
}
