import { Fenced } from '../../../lib/adapters/kafka/fenced-log.ts';
import { describeProblem, type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { missingOf } from './core/missing.ts';
import type { Pause } from './core/pause-reason.ts';
import { makeReport, type Report, type Scene, type Status } from './core/report.ts';
import { closedText, haltedText, pausedText, stuckText } from './core/slack-text.ts';
import { attempt, type Context, type Session, warn } from './context.ts';
import { restore } from './restore.ts';

/** Closes the cycle: the state topic, then Slack, then the report. */
export async function close(session: Session, context: Context): Promise<Report> {
  const { ports, order } = context;
  const { cycle, finished, recovered } = session.progress;
  const restarted = finished.map(({ node }) => node);
  if (cycle !== undefined) {
    const record = { state: 'cycle-closed', cycle: cycle.id, run: order.run, restarted } as const;
    await ports.ledger.append({ ...record, at: ports.clock.now() });
  }
  const isDone = restarted.length + recovered.length > 0;
  const report = reportAs(isDone ? 'completed' : 'nothing-to-do', session, { context, problems: [] });
  const isNews = cycle !== undefined || recovered.length > 0;
  if (isNews) await attempt(session, context, () => ports.postToSlack(closedText(report, order.slack)));
  return { ...report, warnings: session.diary.warnings };
}

/** Pauses: nobody is in flight, and the next run continues the cycle. */
export async function pause(session: Session, context: Context, { because, goesOn }: Pause): Promise<Report> {
  const { ports, order } = context;
  await leaveOpen('cycle-paused', because, { session, context });
  const report = reportAs('paused', session, { context, problems: [] });
  await attempt(session, context, () => ports.postToSlack(pausedText(report, because, order.slack)));
  return { ...report, goesOn, warnings: [...session.diary.warnings, `paused: ${because}`] };
}

/**
 * Halts: whoever is in flight is brought up, and meanwhile it is told, since EC2 may have no room for a long time. The
 * cycle stays open for the next run.
 */
export async function halt(
  session: Session,
  context: Context,
  problems: readonly Problem[],
): Promise<Report> {
  const { ports } = context;
  const inFlight = session.progress.flights.map((flight) => ({
    ...missingOf(flight, context.setting.settings),
    wasParked: session.parked.has(flight.node.instance),
  }));
  for (const problem of problems) ports.log.warning(describeProblem(problem));
  const [stuck] = await Promise.all([restore(inFlight, ports), tellHalt(session, context, problems)]);
  await leaveHalted(problems, { session, context });
  if (stuck.length > 0) await tellStuck(session, context, stuck);
  const report = reportAs('halted', session, { context, problems: [...problems, ...stuck] });
  return { ...report, warnings: session.diary.warnings };
}

function tellHalt(session: Session, context: Context, problems: readonly Problem[]): Promise<void> {
  const report = reportAs('halted', session, { context, problems });
  return attempt(session, context, () => context.ports.postToSlack(haltedText(report, context.order.slack)));
}

function tellStuck(session: Session, context: Context, stuck: readonly Problem[]): Promise<void> {
  const { ports, order } = context;
  for (const problem of stuck) ports.log.warning(describeProblem(problem));
  return attempt(session, context, () => ports.postToSlack(stuckText(stuck, order.slack)));
}

/** A run that was fenced cannot write, so it reads who took over. */
async function leaveHalted(problems: readonly Problem[], { session, context }: Scope): Promise<void> {
  const because = problems.map(({ what }) => what).join('; ');
  await attempt(session, context, async () => {
    try {
      await leaveOpen('cycle-halted', because, { session, context });
    } catch (failure) {
      if (failure instanceof Fenced) await nameHeir(session, context);
      throw failure;
    }
  });
}

async function nameHeir(session: Session, context: Context): Promise<void> {
  const { ports, order } = context;
  const last = (await ports.ledger.read()).findLast(({ run }) => run !== order.run);
  if (last === undefined || last.at < session.diary.startedAt) return;
  const node = 'node' in last ? ` of ${last.node}` : '';
  const at = new Date(last.at).toISOString();
  warn(
    session,
    context,
    `run ${last.run} writes the ledger now: ${last.state}${node} of cycle ${last.cycle} at ${at}`,
  );
}

interface Scope {
  readonly session: Session;
  readonly context: Context;
}

/** Records why the cycle stays open, where one is. */
async function leaveOpen(
  state: 'cycle-paused' | 'cycle-halted',
  because: string,
  { session: { progress }, context: { ports, order } }: Scope,
): Promise<void> {
  if (progress.cycle === undefined) return;
  const { id: cycle } = progress.cycle;
  await ports.ledger.append({ state, cycle, at: ports.clock.now(), run: order.run, because });
}

/** What the report is about. */
export const sceneOf = ({ progress }: Session, { setting }: Context): Scene => ({
  progress,
  nodes: setting.nodes,
  selected: progress.cycle?.selected ?? setting.selected,
  events: setting.events,
});

interface EndingContext {
  readonly context: Context;
  readonly problems: readonly Problem[];
}

function reportAs(status: Status, session: Session, { context, problems }: EndingContext): Report {
  const ending = { status, endedAt: context.ports.clock.now(), problems, plan: null, comparison: null };
  return makeReport(ending, sceneOf(session, context), session.diary);
}

/** What the world or a user did wrong, as problems; undefined for a bug. */
export function problemsOf(failure: unknown): readonly Problem[] | undefined {
  if (failure instanceof ProblemsFound) return failure.problems;
  if (!(failure instanceof WorldFailure)) return undefined;
  return [
    {
      where: 'the cycle',
      what: failure.message,
      fix: 'Run again when it is mended: the cycle is continued.',
    },
  ];
}
