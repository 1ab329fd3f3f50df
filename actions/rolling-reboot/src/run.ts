import type { Problem } from '../../../lib/core/problem.ts';
import { decide } from './core/decide.ts';
import { narrate } from './core/narrate.ts';
import { asParked, isParked, parkingNews } from './core/parked.ts';
import type { Report } from './core/report.ts';
import { track } from './core/track.ts';
import { act } from './act.ts';
import { type Context, newSession, type RebootOrder, type Session } from './context.ts';
import { close, halt, pause, problemsOf } from './end.ts';
import { look } from './look.ts';
import type { Ports } from './ports.ts';
import { prepare } from './prepare.ts';
import { keepWatch } from './raise.ts';
import { rehearse } from './rehearse.ts';
import { takeOver } from './take-over.ts';

/** The story: discover the nodes, then rehearse (dry run) or go through the cycle. */
export async function run(order: RebootOrder, ports: Ports): Promise<Report> {
  const context = await prepare(order, ports);
  return order.dryRun ? rehearse(context) : cycle(context);
}

/** Look, decide, act, until it is done or must halt. Whatever happens, no node of ours stays down. */
async function cycle(context: Context): Promise<Report> {
  const session = newSession(context.ports.clock.now());
  try {
    await takeOver(session, context);
    return await steps(session, context);
  } catch (failure) {
    const problems = problemsOf(failure);
    const report = await halt(session, context, problems ?? [bugNotice]);
    if (problems === undefined) throw failure;
    return report;
  }
}

const bugNotice = {
  where: 'the action',
  what: 'it met an error that it does not know',
  fix: 'Report the stack in the log; running again continues the cycle.',
};

const cancelledNotice = ({ ports }: Context): Problem => ({
  where: 'the run',
  what: `it was asked to end by ${String(ports.cancelled.reason)}`,
  fix: 'Run again to continue the cycle.',
});

async function steps(session: Session, begun: Context): Promise<Report> {
  let context = begun;
  for (;;) {
    const seen = await look(session, context);
    const setting = asParked(context.setting, seen);
    for (const line of parkingNews(context.setting, setting)) context.ports.log.info(line);
    context = { ...context, setting };
    session.parked = new Set(seen.instances.filter(isParked).map(({ id }) => id));
    session.progress = track(session.progress, seen, context.setting);
    const decision = decide(seen, session.progress, context.setting);
    const told = narrate(decision, session.narration, seen.at);
    session.narration = told.narration;
    if (told.line !== undefined) context.ports.log.info(told.line);
    await keepWatch(session, context, { decision, seen });
    if (context.ports.cancelled.aborted) return halt(session, context, [cancelledNotice(context)]);
    if (decision.kind === 'pause') return pause(session, context, decision);
    if (decision.kind === 'done') return close(session, context);
    if (decision.kind === 'halt') return halt(session, context, decision.problems);
    await act(decision, { session, context, seen });
  }
}
