import { assertNever } from '../../../lib/core/assert-never.ts';
import type { Decision } from './core/decision.ts';
import type { LedgerRecord } from './core/ledger.ts';
import { nextLook } from './core/next-look.ts';
import type { Seen } from './core/observation.ts';
import type { Flight } from './core/progress.ts';
import { windowTooShort } from './core/pause-reason.ts';
import { finished, leftSeen, startRequested } from './core/transition.ts';
import { describeUncleanStop } from './core/unclean-stop.ts';
import { waitOf } from './core/waits.ts';
import { attempt, type Context, keepWait, rememberFlights, type Session, warn } from './context.ts';
import { foretell, tellProgress } from './foretell.ts';
import { open } from './open.ts';
import { raise, tellOnce } from './raise.ts';
import { settleLate } from './settle-late.ts';
import { type Acting, stop } from './stop.ts';
import { tagDone } from './tag-done.ts';

export type Act = Exclude<Decision, { kind: 'done' | 'halt' | 'pause' }>;
type Of<Kind extends Act['kind']> = Extract<Act, { kind: Kind }>;

/** Carries one decision out. */
export async function act(decision: Act, { session, context, seen }: Acting): Promise<void> {
  switch (decision.kind) {
    case 'wait':
      return wait(decision, { session, context, seen });
    case 'open':
      await open(session, context, seen);
      return foretell(session, context, seen);
    case 'stop':
      if (session.progress.announced.has(decision.node.name))
        return settleLate(decision.node, { session, context, seen });
      await tellShortWindow({ session, context });
      return stop(decision, { session, context, seen });
    case 'left':
      return noteLeft(decision, { session, context, seen });
    case 'start':
      return start(decision, { session, context, seen });
    case 'finish':
      return finish(decision, { session, context });
    default:
      return assertNever(decision);
  }
}

async function tellShortWindow({ session, context }: Omit<Acting, 'seen'>): Promise<void> {
  const text = windowTooShort(session.progress, context.setting.settings);
  if (text !== undefined) await raise(session, context, { about: 'window', text });
}

/** It counts as waiting from the beginning of the look that showed what to wait for. */
async function wait(decision: Of<'wait'>, { session, context, seen }: Acting): Promise<void> {
  const { clock, cancelled } = context.ports;
  const lookedFor = clock.now() - seen.at;
  await clock.sleep(nextLook(session.progress, context.setting.settings, lookedFor), cancelled);
  keepWait(session, waitOf(decision, clock.now() - seen.at));
}

/** A node must come up even when nothing can be written: the records of a start are good to have. */
async function start({ nodes }: Of<'start'>, { session, context, seen }: Acting): Promise<void> {
  const { ports } = context;
  const leaving = session.progress.flights.filter(({ phase }) => phase === 'leaving');
  session.progress = startRequested(session.progress, nodes, ports.clock.now());
  for (const { instance } of nodes) await ports.instances.start(instance);
  for (const { node, uncleanBy } of leaving.filter((flight) => flight.uncleanBy.length > 0)) {
    const text = describeUncleanStop(node.name, uncleanBy);
    await raise(session, context, { about: `${node.name} unclean`, text });
  }
  const records = leaving.map((flight) => reportDown(flight, session, context));
  await recordIfOnline(records, 'the tags alone tell what is down', { session, context, seen });
}

/** Records what is good to have. */
async function recordIfOnline(
  records: readonly LedgerRecord[],
  without: string,
  { session, context, seen }: Acting,
): Promise<void> {
  if (records.length === 0) return;
  const { ports, order } = context;
  if (isOffline(order.settings.allowances.stateTopic, seen)) {
    warn(session, context, `the state topic is offline: ${without}`);
    return;
  }
  for (const record of records) await attempt(session, context, () => ports.ledger.append(record));
}

/** Its only broker is away, or nobody answers: to wait for it would keep us from what comes next. */
const isOffline = (stateTopic: string, { views }: Seen): boolean =>
  views.length === 0 ||
  views.some(({ partitions }) => partitions.some(({ topic, leader }) => topic === stateTopic && leader < 0));

/** The record is what lets a later run know that the reboot took place. */
async function noteLeft({ flights }: Of<'left'>, { session, context, seen }: Acting): Promise<void> {
  const { ports, order } = context;
  const at = ports.clock.now();
  session.progress = leftSeen(session.progress, flights, at);
  const entry = { at, run: order.run, cycle: session.progress.cycle?.id ?? '' };
  const records = flights.map(({ node }) => ({ ...entry, state: 'left', node: node.name }) as const);
  await recordIfOnline(records, 'nothing records that the node left', { session, context, seen });
}

/** Says it, and gives what is to be recorded. */
function reportDown(
  { node, underReplicatedPeak }: Flight,
  { progress }: Session,
  { ports, order }: Context,
): LedgerRecord {
  const partitions = `${String(underReplicatedPeak)} under-replicated partitions`;
  ports.log.info(`${node.name} is down: ${partitions}, as expected while it is away`);
  const at = ports.clock.now();
  const cycle = progress.cycle?.id ?? '';
  const record = { state: 'stopped', node: node.name, at, run: order.run, cycle } as const;
  return { ...record, underReplicated: underReplicatedPeak };
}

/** Leaders go home while the records are written: neither waits for the other. */
async function finish({ flights }: Of<'finish'>, { session, context }: Omit<Acting, 'seen'>): Promise<void> {
  const { ports, order } = context;
  const at = ports.clock.now();
  await Promise.all([
    order.electPreferredLeaders ? attempt(session, context, () => elect(session, context)) : undefined,
    recordReturns(flights, at, { session, context }),
  ]);
  session.progress = finished(session.progress, flights, at);
  rememberFlights(session, context);
  tellProgress(session, context);
}

async function recordReturns(
  flights: readonly Flight[],
  at: number,
  { session, context: { ports, order } }: Omit<Acting, 'seen'>,
): Promise<void> {
  const cycle = session.progress.cycle?.id ?? '';
  for (const { node, times, underReplicatedPeak } of flights.filter(({ purpose }) => purpose === 'restart')) {
    const record = { state: 'restarted', cycle, node: node.name, at, run: order.run } as const;
    await ports.ledger.append({ ...record, times: { ...times, restarted: at }, underReplicatedPeak });
    await tagDone(node, session.progress.cycle, ports);
    ports.log.info(`${node.name} is back and in sync`);
  }
}

async function elect(session: Session, context: Context): Promise<void> {
  const warnings = await context.ports.kafka.electPreferredLeaders();
  for (const warning of warnings) warn(session, context, warning);
  const [text] = warnings;
  if (text !== undefined) await tellOnce(session, context, { about: 'preferred leaders', text });
}
