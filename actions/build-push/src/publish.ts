import type { SaveFile } from '../../../lib/adapters/report-folder.ts';
import type { Place as FilePlace } from '../../../lib/core/problem.ts';
import { isFailure, type Report } from './core/report.ts';
import { summary } from './core/summary.ts';

/** Where a run's words go. */
export interface Outlet {
  info(line: string): void;
  error(line: string, place?: FilePlace): void;
  setOutput(name: string, value: string): void;
  writeSummary(markdown: string): Promise<void>;
  setFailed(message: string): void;
}

/** Prints a report: log, annotations, summary, files, outputs, exit code. It decides nothing. */
export async function publish(report: Report, outlet: Outlet, saveFile: SaveFile): Promise<void> {
  annotate(report, outlet);
  await outlet.writeSummary(summary(report));
  const file = await saveFile('report.json', `${JSON.stringify(report, null, 2)}\n`);
  for (const [name, value] of Object.entries(outputsOf(report))) outlet.setOutput(name, value);
  outlet.setOutput('report', file);
  const conclusion = `${report.status}: ${report.because}`;
  if (isFailure(report.status)) outlet.setFailed(conclusion);
  else outlet.info(conclusion);
}

function outputsOf(report: Report): Record<string, string> {
  const { platformDigests, contentHash, status, size, scan } = report;
  return {
    status,
    ...imageOutputs(report),
    'platform-digests': JSON.stringify(platformDigests),
    'content-hash': contentHash ?? '',
    skipped: String(status === 'reused'),
    size: String(size ?? ''),
    'size-delta': sizeDelta(report),
    gate: gateOf(report),
    vulnerabilities: listOf(scan?.verdicts ?? []),
  };
}

/** GitHub drops the outputs of a job beyond 1 MiB of UTF-16; the report has all of them, and the worst come first. */
const LONGEST_LIST = 200_000;

function listOf(items: readonly object[]): string {
  const texts: string[] = [];
  let length = 0;
  for (const text of items.map((item) => JSON.stringify(item))) {
    length += text.length + 1;
    if (length > LONGEST_LIST) break;
    texts.push(text);
  }
  return `[${texts.join(',')}]`;
}

function imageOutputs({ places: [place], digest }: Report): Record<string, string> {
  const name = place?.name ?? '';
  const uri = name === '' || digest === null ? '' : `${name}@${digest}`;
  return { digest: digest ?? '', repository: name.slice(name.indexOf('/') + 1), 'image-uri': uri };
}

const sizeDelta = ({ size, sizeBefore }: Report): string =>
  size === null || sizeBefore === null ? '' : String(size - sizeBefore);

function gateOf({ hardening, status, scan }: Report): string {
  if (hardening === null) return '';
  if (status === 'refused') return 'failed';
  const isJudged = scan !== null && scan.outcome !== 'unknown';
  return isJudged && status !== 'unproved' ? 'passed' : 'unknown';
}

/** GitHub shows ten of a step: the gravest first, the rest is in the summary. */
const MOST_ERRORS = 10;

function annotate({ hardening, probes, scan }: Report, outlet: Outlet): void {
  const blocking = (hardening?.images ?? []).flatMap(({ platform, verdicts }) =>
    verdicts
      .filter(({ blocks }) => blocks)
      .map(({ rule, because, why, evidence }) => {
        const where = evidence.map(({ path }) => path ?? 'its config').slice(0, 3);
        return `${platform}: ${rule}: ${because}${where.length === 0 ? '' : ` (${where.join(', ')})`}. ${why}`;
      }),
  );
  const failed = probes.filter(({ outcome }) => outcome === 'failed');
  const lines = [
    ...blocking,
    ...failed.map(({ platform, because }) => `${platform}: ${because}`),
    ...(scan?.verdicts ?? [])
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ finding, because }) => `${finding.id}: ${because}`),
  ];
  for (const line of lines.slice(0, MOST_ERRORS)) outlet.error(line);
}
