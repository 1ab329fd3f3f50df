import { describeProblem, type Problem } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { continuation, type LedgerRecord } from './core/ledger.ts';
import { restartBy } from './core/decision.ts';
import { recall } from './core/recall.ts';
import { lastingEvents } from './core/lasting-events.ts';
import { impossible } from './core/impossible.ts';
import { pauseReason } from './core/pause-reason.ts';
import { type Plan, planning } from './core/plan.ts';
import type { Log } from './ports.ts';
import { makeReport, type Report } from './core/report.ts';
import { attempt, type Context, newSession, type Session, warn } from './context.ts';
import { wantedOf } from './open.ts';
import { parkedIds } from './core/track.ts';
import type { Seen } from './core/observation.ts';
import { opened } from './core/transition.ts';
import { NO_PROGRESS } from './core/progress.ts';
import { basisOf, compare } from './foretell.ts';
import { measuredSteps } from './core/measured-steps.ts';
import { missingTopics } from './core/topic-baseline.ts';
import { sceneOf } from './end.ts';
import { hiddenTopics } from './refuse-blindness.ts';
import { givingWay } from './giving-way.ts';
import { look } from './look.ts';
import type { OpenCycle } from './core/ledger.ts';

/** The dry run: one look, and the same decisions on a simulated copy of the cluster. Nothing is changed anywhere. */
export async function rehearse(context: Context): Promise<Report> {
  const { ports, setting } = context;
  const session = newSession(ports.clock.now());
  const seen = await look(session, context);
  const [nobody] = seen.views.length === 0 ? seen.silent : [];
  if (nobody !== undefined)
    throw new WorldFailure(`No broker answers, so nothing can be planned: ${nobody.reason}`);
  const { open, hidden, records } = await recallPast(session, context, seen);
  const selected = open === undefined ? setting.selected : new Set(open.nodes);
  if (open !== undefined) {
    ports.log.info(`cycle ${open.id} is open: it would be continued`);
    const { id, openedAt, finished } = open;
    session.progress = opened(session.progress, { id, openedAt, resumed: true, selected }, finished);
  }
  session.progress = {
    ...session.progress,
    measured: measuredSteps(records, restartBy(setting.settings.mode)),
  };
  const cycle = { ...setting, selected };
  const { finished, model } = basisOf(session, context);
  const { measured } = session.progress;
  const assumed = { durations: () => model.typical, finished, measured };
  const planned = await givingWay(planning(seen, cycle, assumed), ports.clock);
  for (const warning of foresee(seen, session, context)) warn(session, context, warning);
  tell(planned, ports.log);
  const comparison = planned.problems.length > 0 ? null : await compare(session, context, { seen, cycle });
  const ending = {
    status: 'planned',
    endedAt: ports.clock.now(),
    problems: [...hidden, ...planned.problems],
    plan: planned,
    comparison,
  } as const;
  return makeReport(ending, sceneOf(session, context), session.diary);
}

function tell({ steps, problems }: Plan, log: Log): void {
  for (const step of steps) log.info(`would ${step.action} ${step.node}: ${step.because}`);
  for (const problem of problems) log.warning(describeProblem(problem));
}

/** What a real run would cost, or would wait for, beside the steps of the plan. */
function foresee(seen: Seen, { progress: { measured } }: Session, { setting }: Context): readonly string[] {
  const { accepted } = impossible(seen, parkedIds(setting.nodes), setting.settings.allowances);
  const pause = pauseReason(seen, { ...NO_PROGRESS, measured }, setting.settings);
  const costs = [...accepted, ...lastingEvents(setting)];
  return pause === undefined
    ? costs
    : [...costs, `a run that began now would pause at once: ${pause.because}`];
}

interface Past {
  readonly open: OpenCycle | undefined;
  /** Topics that were seen before, and that Kafka now hides. */
  readonly hidden: readonly Problem[];
  readonly records: readonly LedgerRecord[];
}

async function recallPast(session: Session, context: Context, seen: Seen): Promise<Past> {
  const { ports, setting } = context;
  let records: readonly LedgerRecord[] = [];
  await attempt(session, context, async () => {
    records = await ports.ledger.read();
  });
  const wanted = wantedOf(context);
  const { cycle } = recall({ records, nodes: setting.nodes, instances: seen.instances }, wanted);
  const next = continuation(cycle, wanted, ports.clock.now());
  const hidden = await hiddenTopics(missingTopics(records, seen), ports);
  for (const problem of hidden) ports.log.warning(describeProblem(problem));
  return { open: next.kind === 'continue' ? next.cycle : undefined, hidden, records };
}
