import { describeProblem, type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { makeReport, type Report, type Scene, type Status } from './core/report.ts';
import { closedText, haltedText, pausedText } from './core/slack-text.ts';
import { attempt, type Context, type Session } from './context.ts';
import { restore } from './restore.ts';

/** Closes the cycle: the state topic, then Slack, then the report. */
export async function close(session: Session, context: Context): Promise<Report> {
  const { ports, order } = context;
  const { cycle, finished } = session.progress;
  const restarted = finished.map(({ node }) => node);
  if (cycle !== undefined) {
    await ports.ledger.append({
      state: 'cycle-closed',
      cycle: cycle.id,
      at: ports.clock.now(),
      run: order.run,
      restarted,
    });
  }
  const report = reportAs(restarted.length > 0 ? 'completed' : 'nothing-to-do', session, {
    context,
    problems: [],
  });
  const isNews = cycle !== undefined || session.progress.recovered.length > 0;
  if (isNews) await attempt(session, context, () => ports.postToSlack(closedText(report, order.slack)));
  return { ...report, warnings: session.diary.warnings };
}

/** Pauses: nobody is in flight, and the next run continues the cycle. */
export async function pause(session: Session, context: Context, because: string): Promise<Report> {
  const { ports, order } = context;
  await leaveOpen('cycle-paused', because, { session, context });
  const report = reportAs('paused', session, { context, problems: [] });
  await attempt(session, context, () => ports.postToSlack(pausedText(report, because, order.slack)));
  return { ...report, warnings: [...session.diary.warnings, `paused: ${because}`] };
}

/** Halts: whoever is in flight is brought up first, then it is told. The cycle stays open for the next run. */
export async function halt(
  session: Session,
  context: Context,
  problems: readonly Problem[],
): Promise<Report> {
  const { ports, order } = context;
  const inFlight = session.progress.flights.map(({ node }) => node.instance);
  const all = [...problems, ...(await restore(inFlight, ports))];
  for (const problem of all) ports.log.warning(describeProblem(problem));
  const because = problems.map(({ what }) => what).join('; ');
  await attempt(session, context, () => leaveOpen('cycle-halted', because, { session, context }));
  const report = reportAs('halted', session, { context, problems: all });
  await attempt(session, context, () => ports.postToSlack(haltedText(report, order.slack)));
  return { ...report, warnings: session.diary.warnings };
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
});

interface EndingContext {
  readonly context: Context;
  readonly problems: readonly Problem[];
}

function reportAs(status: Status, session: Session, { context, problems }: EndingContext): Report {
  const ending = { status, endedAt: context.ports.clock.now(), problems, plan: null };
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
