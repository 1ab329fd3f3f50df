import { assertNever } from '../../../lib/core/assert-never.ts';
import type { Decision } from './core/decision.ts';
import type { Intent } from './core/ledger.ts';
import type { Flight } from './core/progress.ts';
import { nominatePollingBroker } from './core/polling-broker.ts';
import { finished, startRequested, stopRequested } from './core/transition.ts';
import { INTENT_TAG } from './core/tags.ts';
import type { Seen } from './core/observation.ts';
import { attempt, type Context, type Session, warn } from './context.ts';
import { open } from './open.ts';
import type { Ports } from './ports.ts';

/** How long an announced stop may wait for its EC2 call, in milliseconds; later its owner drops it. */
const INTENT_LASTS = 60_000;

export type Act = Exclude<Decision, { kind: 'done' | 'halt' | 'pause' }>;
type Of<Kind extends Act['kind']> = Extract<Act, { kind: Kind }>;

/** Carries one decision out. */
export async function act(decision: Act, { session, context, seen }: Acting): Promise<void> {
  switch (decision.kind) {
    case 'wait':
      return context.ports.clock.sleep(context.order.settings.pollInterval, context.ports.cancelled);
    case 'open':
      return open(session, context, seen);
    case 'stop':
      return stop(decision, { session, context, seen });
    case 'start':
      return start(decision, { session, context });
    case 'finish':
      return finish(decision, { session, context });
    default:
      return assertNever(decision);
  }
}

export interface Acting {
  readonly session: Session;
  readonly context: Context;
  readonly seen: Seen;
}

/** The order matters: announce in the ledger, then on the instance, and only then stop. */
async function stop({ node, certificate }: Of<'stop'>, { session, context, seen }: Acting): Promise<void> {
  const { ports, order } = context;
  nominate(node.id, session, context);
  const cycle = session.progress.cycle?.id ?? '';
  const at = ports.clock.now();
  const launchTime = seen.instances.find(({ id }) => id === node.instance)?.launchTime ?? 0;
  const intent: Intent = {
    state: 'stopping',
    cycle,
    node: node.name,
    at,
    run: order.run,
    certificate,
    launchTime,
    expires: at + INTENT_LASTS,
  };
  await ports.ledger.append(intent);
  await ports.instances.tag(node.instance, INTENT_TAG, `${cycle}/${order.run}/${new Date(at).toISOString()}`);
  if (ports.clock.now() > intent.expires) return drop(intent, { session, context, seen });
  session.diary = { ...session.diary, certificates: [...session.diary.certificates, certificate] };
  session.progress = stopRequested(session.progress, node, ports.clock.now());
  rememberFlights(session, ports);
  await ports.instances.stop(node.instance);
}

async function drop(intent: Intent, { session, context }: Acting): Promise<void> {
  const { ports, order } = context;
  warn(session, context, `${intent.node}: announcing the stop took longer than it may; it is proved anew`);
  await ports.ledger.append({ ...intent, state: 'not-stopped', at: ports.clock.now(), run: order.run });
}

/** The polling broker is never the next node: when it is, the role is handed over, and that is logged. */
function nominate(next: number, session: Session, { setting, ports }: Context): void {
  const before = session.progress.pollingBroker;
  const unavailable = new Set([next, ...setting.nodes.filter(({ parked }) => parked).map(({ id }) => id)]);
  const now = nominatePollingBroker(before, setting.nodes, unavailable);
  if (now === before || now === undefined) return;
  const why = before === undefined ? 'nominated' : `handed over from broker ${String(before)}, which is next`;
  ports.log.info(`polling broker: broker ${String(now)} (${why})`);
  session.progress = { ...session.progress, pollingBroker: now };
  session.diary = { ...session.diary, pollingBrokers: [...session.diary.pollingBrokers, now] };
}

/** A node must come up even when nothing can be written: the records of a start are good to have. */
async function start({ nodes }: Of<'start'>, { session, context }: Omit<Acting, 'seen'>): Promise<void> {
  const { ports } = context;
  const leaving = session.progress.flights.filter(({ phase }) => phase === 'leaving');
  session.progress = startRequested(session.progress, nodes, ports.clock.now());
  for (const { instance } of nodes) await ports.instances.start(instance);
  for (const flight of leaving) await attempt(session, context, () => reportDown(flight, session, context));
}

async function reportDown(
  { node, underReplicatedPeak }: Flight,
  { progress }: Session,
  { ports, order }: Context,
): Promise<void> {
  const partitions = `${String(underReplicatedPeak)} under-replicated partitions`;
  ports.log.info(`${node.name} is down: ${partitions}, as expected while it is away`);
  const at = ports.clock.now();
  const cycle = progress.cycle?.id ?? '';
  const record = { state: 'stopped', node: node.name, at, run: order.run, cycle } as const;
  await ports.ledger.append({ ...record, underReplicated: underReplicatedPeak });
}

async function finish({ flights }: Of<'finish'>, { session, context }: Omit<Acting, 'seen'>): Promise<void> {
  const { ports, order } = context;
  if (order.electPreferredLeaders) await attempt(session, context, () => elect(session, context));
  const at = ports.clock.now();
  const cycle = session.progress.cycle?.id ?? '';
  for (const { node, times, underReplicatedPeak } of flights.filter(({ purpose }) => purpose === 'restart')) {
    const record = { state: 'restarted', cycle, node: node.name, at, run: order.run } as const;
    await ports.ledger.append({ ...record, times: { ...times, restarted: at }, underReplicatedPeak });
    await ports.instances.untag(node.instance, INTENT_TAG);
    ports.log.info(`${node.name} is back and in sync`);
  }
  session.progress = finished(session.progress, flights, at);
  rememberFlights(session, ports);
}

const rememberFlights = ({ progress }: Session, ports: Ports): void => {
  ports.remember(progress.flights.map(({ node }) => node.instance));
};

async function elect(session: Session, context: Context): Promise<void> {
  for (const warning of await context.ports.kafka.electPreferredLeaders()) warn(session, context, warning);
}
