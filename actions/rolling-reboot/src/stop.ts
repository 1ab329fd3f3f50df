import { formatDuration } from '../../../lib/core/duration.ts';
import { describeBlocker } from './core/describe-blocker.ts';
import { reprove } from './core/decide-stop.ts';
import type { Decision } from './core/decision.ts';
import { withNode } from './core/down.ts';
import { type Intent, INTENT_LASTS } from './core/ledger.ts';
import type { KafkaNode } from './core/node.ts';
import type { Seen } from './core/observation.ts';
import { asParked } from './core/parked.ts';
import { nominatePollingBroker } from './core/polling-broker.ts';
import { INTENT_TAG, writeMark } from './core/tags.ts';
import { parkedIds } from './core/track.ts';
import { dropped, stopRequested } from './core/transition.ts';
import { type Context, rememberFlights, type Session, warn } from './context.ts';
import { look } from './look.ts';
import type { Ports } from './ports.ts';
import { tellOnce } from './raise.ts';

export interface Acting {
  readonly session: Session;
  readonly context: Context;
  readonly seen: Seen;
}

export type Stop = Extract<Decision, { kind: 'stop' }>;

/**
 * The order matters: announce in the ledger and on the instance, look once more, and only then stop. Announcing may
 * take half a minute when the state topic's leader has just died, and a proof from before that is worth nothing.
 */
export async function stop(decision: Stop, acting: Acting): Promise<void> {
  const { node, by } = decision;
  const { session, context } = acting;
  const { ports } = context;
  nominate(node, session, context);
  const begunAt = ports.clock.now();
  const intent = await announce(decision, acting);
  const announcedAt = ports.clock.now();
  const seen = await look(session, context);
  const setting = asParked(context.setting, seen);
  const verdict = reprove(node, seen, { progress: session.progress, setting });
  if (!verdict.safe) return drop(intent, node, { ...acting, reason: describeBlocker(verdict.blockers[0]) });
  const now = ports.clock.now();
  const lasts = Math.min(intent.expires, verdict.certificate.at + PROOF_LASTS) - now;
  const parked = setting.nodes.some(({ name, parked }) => name === node.name && parked);
  const reason = parked ? 'it is parked now' : tooLate(lasts, { begunAt, announcedAt, now }, ports);
  if (reason !== undefined) return drop(intent, node, { ...acting, reason });
  session.diary = { ...session.diary, certificates: [...session.diary.certificates, verdict.certificate] };
  const { launchTime } = intent;
  session.progress = stopRequested(session.progress, node, { at: now, launchTime, by });
  rememberFlights(session, context);
  const { instances } = ports;
  await (by === 'reboot' ? instances.reboot(node.instance, lasts) : instances.stop(node.instance, lasts));
}

/** How old a proof may be when the call is sent, in milliseconds: looking at a big cluster takes long itself. */
const PROOF_LASTS = 30_000;

/** After its time another run takes the node for one that was not stopped, and the cluster may be another one. */
function tooLate(lasts: number, moments: Moments, { cancelled }: Ports): string | undefined {
  if (cancelled.aborted) return `the run was asked to end by ${String(cancelled.reason)}`;
  if (lasts > 0) return undefined;
  const { begunAt, announcedAt, now } = moments;
  return (
    `announcing it took ${formatDuration(announcedAt - begunAt)} and looking once more ` +
    `${formatDuration(now - announcedAt)}, and the proof is good for ${formatDuration(PROOF_LASTS)}`
  );
}

/** Milliseconds since the epoch. */
interface Moments {
  readonly begunAt: number;
  readonly announcedAt: number;
  readonly now: number;
}

async function announce(
  { node, certificate, by }: Stop,
  { session, context, seen }: Acting,
): Promise<Intent> {
  const { ports, order } = context;
  const cycle = session.progress.cycle?.id ?? '';
  const at = ports.clock.now();
  const launchTime = seen.instances.find(({ id }) => id === node.instance)?.launchTime ?? 0;
  const base = { state: 'stopping', cycle, node: node.name, at, run: order.run } as const;
  const intent: Intent = { ...base, certificate, launchTime, expires: at + INTENT_LASTS, by };
  await ports.ledger.append(intent);
  await ports.instances.tag(node.instance, INTENT_TAG, writeMark({ cycle, at, by }, order.run));
  return intent;
}

async function drop(
  intent: Intent,
  node: KafkaNode,
  { session, context, reason }: Acting & Reason,
): Promise<void> {
  const { ports, order } = context;
  const text = `${intent.node} is not stopped, and is proved anew: ${reason}`;
  warn(session, context, text);
  session.progress = dropped(session.progress, node, reason);
  const { cycle } = intent;
  await ports.ledger.append({
    state: 'not-stopped',
    cycle,
    node: node.name,
    at: ports.clock.now(),
    run: order.run,
  });
  await ports.instances.untag(node.instance, INTENT_TAG);
  await tellOnce(session, context, { about: `${node.name} dropped`, text });
}

interface Reason {
  readonly reason: string;
}

/** The polling broker is never the next node: when it is, the role is handed over, and that is logged. */
function nominate(next: KafkaNode, session: Session, { setting, ports }: Context): void {
  const before = session.progress.pollingBroker;
  const unavailable = withNode(parkedIds(setting.nodes), next).kafka;
  const now = nominatePollingBroker(before, setting.nodes, unavailable);
  if (now === before || now === undefined) return;
  const why = before === undefined ? 'nominated' : `handed over from broker ${String(before)}, which is next`;
  ports.log.info(`polling broker: broker ${String(now)} (${why})`);
  session.progress = { ...session.progress, pollingBroker: now };
  session.diary = { ...session.diary, pollingBrokers: [...session.diary.pollingBrokers, now] };
}
