import { restartBy } from './core/decision.ts';
import { continuation, type OpenCycle, type Wanted } from './core/ledger.ts';
import { impossible } from './core/impossible.ts';
import { lastingEvents } from './core/lasting-events.ts';
import type { Seen } from './core/observation.ts';
import type { FinishedNode } from './core/progress.ts';
import { fingerprint, recall } from './core/recall.ts';
import { describeRestart } from './core/select.ts';
import { openedText } from './core/slack-text.ts';
import { measuredSteps } from './core/measured-steps.ts';
import { opened } from './core/transition.ts';
import { missingTopics, recordTopics, visibleTopics } from './core/topic-baseline.ts';
import { parkedIds } from './core/track.ts';
import { attempt, type Context, type Session, warn } from './context.ts';
import { refuseBlindness } from './refuse-blindness.ts';
import { settle } from './settle.ts';

/**
 * Opens a new cycle, or continues the one that an earlier run left open. Everything is read after the fence, the tags
 * too: until then another run may have announced a stop. Where nothing is selected, it only closes what was left open.
 */
export async function open(session: Session, context: Context, seen: Seen): Promise<void> {
  const { ports, setting } = context;
  await ports.ledger.prepare();
  session.fencedAt ??= ports.clock.now();
  const records = await ports.ledger.read();
  session.progress = {
    ...session.progress,
    measured: measuredSteps(records, restartBy(setting.settings.mode)),
  };
  await refuseBlindness(missingTopics(records, seen), ports);
  const instances = await ports.instances.describe();
  const wanted = wantedOf(context);
  const { cycle, intents } = recall({ records, nodes: setting.nodes, instances }, wanted);
  const next = continuation(cycle, wanted, ports.clock.now());
  const continued = next.kind === 'continue' ? next.cycle : undefined;
  if (continued?.recorded === false) await recordAnew(continued, context);
  const settled = await settle(
    { intents, instances, cycle: continued, fencedAt: session.fencedAt },
    session,
    context,
  );
  if (settled === 'wait') return;
  session.progress = { ...session.progress, leftovers: 'settled' };
  if (continued !== undefined) return resume(continued, settled, { session, context });
  if (next.kind === 'abandon') await abandon(next.cycle, next.because, context);
  await begin(session, context, seen);
}

export const wantedOf = ({ order, setting }: Context): Wanted => ({
  selection: describeRestart(order.selection, restartBy(order.settings.mode)),
  selected: setting.selected,
  nodes: setting.nodes,
  cycleMaxAge: order.cycleMaxAge,
});

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

async function begin(session: Session, context: Context, seen: Seen): Promise<void> {
  const { ports, setting, order } = context;
  if (setting.selected.size === 0) return;
  const now = ports.clock.now();
  const { selection } = wantedOf(context);
  const time = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  const id = `${time.replaceAll(':', '')}-${order.run}-${fingerprint(selection)}`;
  const { selected } = setting;
  const entry = { cycle: id, at: now, run: order.run };
  await ports.ledger.append({ ...entry, state: 'cycle-opened', nodes: [...selected], selection });
  for (const record of recordTopics(entry, visibleTopics(seen))) await ports.ledger.append(record);
  session.progress = opened(session.progress, { id, openedAt: now, resumed: false, selected }, []);
  ports.log.info(`cycle ${id} is open`);
  const { accepted } = impossible(seen, parkedIds(setting.nodes), order.settings.allowances);
  for (const cost of [...accepted, ...lastingEvents(setting)]) warn(session, context, cost);
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
  const { ports, setting } = context;
  const { id, openedAt, nodes } = cycle;
  const done = [...cycle.finished, ...settled];
  // Where none is selected any more, whatever is left of it needs no restart.
  const selected = new Set(setting.selected.size > 0 ? nodes : done.map(({ node }) => node));
  session.progress = opened(session.progress, { id, openedAt, resumed: true, selected }, done);
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
