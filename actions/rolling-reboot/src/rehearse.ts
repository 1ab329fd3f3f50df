import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { continuation, openCycle } from './core/ledger.ts';
import { plan } from './core/plan.ts';
import { makeReport, type Report } from './core/report.ts';
import type { StepDurations } from './core/simulate.ts';
import { attempt, type Context, newSession, type Session } from './context.ts';
import { look } from './look.ts';
import type { OpenCycle } from './core/ledger.ts';

/** Taken when no cycle was measured yet: usual times of an EC2 instance with a broker on it, in milliseconds. */
const ASSUMED: StepDurations = { stop: 80_000, start: 110_000, catchUp: 60_000 };

/** The dry run: one look, and the same decisions on a simulated copy of the cluster. Nothing is changed anywhere. */
export async function rehearse(context: Context): Promise<Report> {
  const { ports, setting } = context;
  const session = newSession(ports.clock.now());
  const seen = await look(session, context);
  const [nobody] = seen.views.length === 0 ? seen.silent : [];
  if (nobody !== undefined)
    throw new WorldFailure(`No broker answers, so nothing can be planned: ${nobody.reason}`);
  const open = await openCycleOf(session, context);
  if (open !== undefined) ports.log.info(`cycle ${open.id} is open: it would be continued`);
  const planned = plan(seen, setting, { durations: ASSUMED, finished: open?.finished ?? [] });
  for (const step of planned.steps) ports.log.info(`would ${step.action} ${step.node}: ${step.because}`);
  for (const problem of planned.problems)
    ports.log.warning(`${problem.where}: ${problem.what}. ${problem.fix}`);
  const ending = {
    status: 'planned',
    endedAt: ports.clock.now(),
    problems: planned.problems,
    plan: planned,
  } as const;
  return makeReport(ending, { progress: session.progress, nodes: setting.nodes }, session.diary);
}

async function openCycleOf(session: Session, context: Context): Promise<OpenCycle | undefined> {
  let open: OpenCycle | undefined;
  await attempt(session, context, async () => {
    const { ports, setting } = context;
    const next = continuation(openCycle(await ports.ledger.read()), setting.nodes, ports.clock.now());
    open = next.kind === 'continue' ? next.cycle : undefined;
  });
  return open;
}
