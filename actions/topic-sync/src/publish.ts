import { describeProblem, type Place } from '../../../lib/core/problem.ts';
import { isDrifted } from './core/conclude.ts';
import { counted } from './core/counted.ts';
import { describeOperation, describeReasons, oneLine } from './core/describe.ts';
import type { Change } from './core/operation.ts';
import { orphansFirst } from './core/other-topics.ts';
import type { Plan } from './core/plan.ts';
import { highestRisk, planReport, runReport } from './core/report.ts';
import { isFailure, type Result } from './core/result.ts';
import { ROLLBACK_FILE } from './core/rollback.ts';
import type { Explanation } from './core/explain.ts';
import { explanationLines, renderExplanations } from './core/explanation-text.ts';
import { describeDifference } from './core/since-preview.ts';
import { fitSummary } from './core/fit-summary.ts';
import { inert } from './core/inert.ts';
import type { LoadedTopics } from './load-topics.ts';
import type { Verified } from './verify-cluster.ts';
import type { SaveFile } from '../../../lib/adapters/report-folder.ts';

/** Where a run's words go. */
export interface Outlet {
  info(line: string): void;
  warning(line: string, place?: Place): void;
  error(line: string, place?: Place): void;
  setOutput(name: string, value: string): void;
  writeSummary(markdown: string): Promise<void>;
  setFailed(message: string): void;
}

/** A file that lints has nothing to say; what is doubtful is a warning at its line. */
export async function publishLint(
  { topics, warnings }: LoadedTopics,
  outlet: Outlet,
  note: string,
): Promise<void> {
  for (const problem of warnings) outlet.warning(oneLine(describeProblem(problem)), problem.place);
  const conclusion = `${counted(topics.length, 'topic')} declared without a mistake.`;
  const told = note === '' ? conclusion : `${conclusion} ${note}`;
  await outlet.writeSummary(`## ✅ topic-sync lint\n\n${told}\n`);
  outlet.info(told);
}

/** Explains to the log and to the summary. */
export async function publishExplanations(
  explanations: readonly Explanation[],
  outlet: Outlet,
): Promise<void> {
  for (const line of explanations.flatMap(explanationLines)) outlet.info(line);
  await outlet.writeSummary(renderExplanations(explanations));
}

/** Whether records come through, to log and summary. */
export async function publishVerified({ status, because }: Verified, outlet: Outlet): Promise<void> {
  outlet.setOutput('status', status);
  outlet.info(oneLine(`${status}: ${because}`));
  await outlet.writeSummary(
    `## ${status === 'verified' ? '✅' : '⏭️'} topic-sync verify\n\n${inert(because)}.\n`,
  );
}

/** Prints a result: log, annotations, summary, files, outputs, exit code. It decides nothing. */
export async function publish(result: Result, outlet: Outlet, saveFile: SaveFile): Promise<void> {
  logPlan(result, outlet);
  annotate(result, outlet);
  await outlet.writeSummary(fitSummary(result));
  outlet.setOutput('plan-file', await saveFile('plan.json', json(planReport(result))));
  const rollback = result.rollback && (await saveFile(ROLLBACK_FILE, result.rollback.text));
  if (rollback !== null) outlet.setOutput('rollback-file', rollback);
  outlet.setOutput('report', await saveFile('report.json', json(runReport(result, rollback))));
  outlet.setOutput('status', result.status);
  outlet.setOutput('changes', String(result.plan.changes.length));
  outlet.setOutput('has-changes', String(result.plan.changes.length > 0));
  outlet.setOutput('highest-risk', highestRisk(result.plan));
  outlet.setOutput('plan-digest', result.digest);
  if (result.command === 'drift') outlet.setOutput('drifted', String(isDrifted(result)));
  const conclusion = oneLine(`${result.status}: ${result.because}`);
  if (isFailure(result.status)) outlet.setFailed(conclusion);
  else outlet.info(conclusion);
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

function logPlan({ plan, digest, outcomes, sincePreview }: Result, outlet: Outlet): void {
  outlet.info(
    oneLine(`Cluster ${plan.clusterId}, ${counted(plan.declared, 'declared topic')}, plan ${digest}`),
  );
  for (const change of plan.changes) outlet.info(`  ${describeChange(change)}`);
  for (const { topic, name, because } of plan.kept) {
    outlet.info(oneLine(`  kept: ${topic}: ${name} (${because})`));
  }
  for (const each of (sincePreview ?? []).slice(0, MOST_OTHERS)) {
    outlet.info(oneLine(`  since the preview, ${describeDifference(each)}`));
  }
  logOthers(plan, outlet);
  for (const { change, kind, because } of outcomes) {
    const why = because === null ? '' : ` (${because})`;
    outlet.info(oneLine(`  ${kind}: ${describeOperation(change.operation)}${why}`));
  }
}

/** A cluster may have thousands that nobody declares. */
const MOST_OTHERS = 50;

function logOthers({ others }: Plan, outlet: Outlet): void {
  for (const { topic, kind, because } of orphansFirst(others).slice(0, MOST_OTHERS)) {
    outlet.info(oneLine(`  ${kind}: ${topic} (${because})`));
  }
  const more = others.length - MOST_OTHERS;
  if (more > 0) outlet.info(`  ${counted(more, 'more topic')} that no file declares: see the plan file`);
}

function describeChange(change: Change): string {
  const unchecked = change.notValidated === null ? '' : `; not validated (${change.notValidated})`;
  return oneLine(
    `[${change.risk}] ${describeOperation(change.operation)} (${describeReasons(change)}${unchecked})`,
  );
}

interface Annotation {
  readonly text: string;
  readonly place: Place;
}

function annotate(result: Result, outlet: Outlet): void {
  for (const problem of result.warnings) outlet.warning(oneLine(describeProblem(problem)), problem.place);
  for (const { text, place } of [...blocks(result), ...unseen(result), ...failures(result)]) {
    outlet.error(oneLine(text), place);
  }
}

function blocks({ plan }: Result): Annotation[] {
  return plan.changes.flatMap((change) => {
    const { operation, blocked, place } = change;
    if (blocked === null) return [];
    const what = `${describeOperation(operation)}: ${describeReasons(change)}`;
    return [{ text: `${what}. Blocked: ${blocked.because}. ${blocked.fix}`, place }];
  });
}

function unseen({ plan, left }: Result): Annotation[] {
  return [...plan.unknown, ...(left?.unknown ?? [])].map(({ topic, because, place }) => ({
    text: `${topic} could not be seen, so it is not touched: ${because}`,
    place,
  }));
}

function failures({ outcomes }: Result): Annotation[] {
  return outcomes.flatMap(({ change, kind, because }) => {
    if (kind === 'done') return [];
    const { operation, place } = change;
    return [{ text: `${kind}: ${describeOperation(operation)}: ${because ?? ''}`, place }];
  });
}
