import { formatDuration } from '../../../../lib/core/duration.ts';
import { code, escapeMarkdown, section, table } from '../../../../lib/core/markdown.ts';
import { describeProblem } from '../../../../lib/core/problem.ts';
import { formatSize } from '../../../../lib/core/size.ts';
import type { HardeningReport } from './hardening/judge-hardening.ts';
import type { PlaceReport, Report, Step } from './report.ts';
import type { VulnerabilityFinding } from './vulnerabilities/finding.ts';
import type { FindingVerdict } from './vulnerabilities/judge-vulnerabilities.ts';

const TITLES: Readonly<Record<Report['status'], string>> = {
  pushed: '✅ Image built, proved and pushed',
  reused: '♻️ Image was there: nothing built, no layer moved',
  planned: '📋 Planned: nothing was changed',
  promoted: '🚀 Image promoted',
  verified: '✅ Image verified',
  'rolled-back': '⏪ Environment rolled back',
  'in-sync': '✅ Repositories are as their settings say',
  drifted: '📝 Repositories differ from their settings',
  refused: '🛑 Image refused',
  unproved: '🛑 Nobody can say whether the image passes',
  partial: '⚠️ Some registries lack it: run again',
};

/** The job summary: a render of the report, nothing decided here. */
export function summary(report: Report): string {
  return [
    `## ${TITLES[report.status]}: ${escapeMarkdown(report.image)}`,
    escapeMarkdown(report.because),
    facts(report),
    ...section('Why', bullets(report.reasons)),
    ...section('Registries', placeTable(report.places)),
    ...section('Hardening', hardeningTables(report.hardening)),
    ...section('Started without a network, capabilities or a writable root', probeTable(report)),
    ...section('Vulnerabilities', findings(report)),
    gantt(report.steps),
    ...section('Warnings', bullets(report.warnings.map(describeProblem))),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** GitHub refuses a summary above 1 MiB; the report has everything. */
const MOST_ROWS = 100;
const LONGEST_CELL = 300;

function capped<T>(
  items: readonly T[],
  what: string,
): { readonly shown: readonly T[]; readonly more: string } {
  const more = items.length - MOST_ROWS;
  return {
    shown: items.slice(0, MOST_ROWS),
    more: more > 0 ? `\n\nand ${String(more)} more ${what}: see the report` : '',
  };
}

const cell = (text: string): string => escapeMarkdown(text.slice(0, LONGEST_CELL));

function bullets(texts: readonly string[]): string {
  const { shown, more } = capped(texts, 'lines');
  return shown.map((text) => `- ${cell(text)}`).join('\n') + more;
}

function facts({ digest, platformDigests, contentHash, size, sizeBefore }: Report): string {
  const rows = [
    ['Digest', digest === null ? '' : code(digest)],
    ...Object.entries(platformDigests).map(([platform, each]) => [cell(platform), code(each)]),
    ['Content', contentHash === null ? '' : code(contentHash)],
    ['Size', size === null ? '' : `${formatSize(size)}${change(size, sizeBefore)}`],
  ].filter(([, value]) => value !== '');
  return rows.length === 0 ? '' : table(['What', 'Value'], rows);
}

function change(size: number, before: number | null): string {
  if (before === null || before === size) return '';
  const sign = size > before ? '+' : '−';
  return ` (${sign}${formatSize(Math.abs(size - before))})`;
}

function placeTable(places: readonly PlaceReport[]): string {
  if (places.length === 0) return '';
  const rows = places.map(({ name, outcome, because, tags, drift }) => [
    code(name),
    outcome,
    cell(because),
    tags.map(({ tag, outcome: done }) => `${code(tag)} ${done}`).join('<br>'),
    drift.map(({ setting, seen, wanted }) => cell(`${setting}: ${seen} instead of ${wanted}`)).join('<br>'),
  ]);
  return table(['Registry', 'Image', 'Because', 'Tags', 'Settings that differ'], rows);
}

const MARKS = { pass: '✅', fail: '🛑', warn: '⚠️', off: '–', unknown: '❔' } as const;

function hardeningTables(hardening: HardeningReport | null): string {
  if (hardening === null) return '';
  const tables = hardening.images.map(({ platform, verdicts }) => {
    const rows = verdicts.map(({ rule, title, verdict, because, evidence, more }) => [
      `${MARKS[verdict]} ${verdict}`,
      code(rule),
      cell(title),
      cell([because, ...evidence.map(({ what, path }) => `${path ?? 'config'}: ${what}`)].join('; ')) +
        (more > 0 ? ` and ${String(more)} more` : ''),
    ]);
    return `**${cell(platform)}**\n\n${table(['Verdict', 'Rule', 'What it asks', 'Because'], rows)}`;
  });
  const flaws = hardening.flaws.map(({ kind, because }) => `- ${kind}: ${cell(because)}`);
  return [...tables, ...(flaws.length === 0 ? [] : [flaws.join('\n')])].join('\n\n');
}

function probeTable({ probes }: Report): string {
  if (probes.length === 0) return '';
  const rows = probes.map(({ platform, outcome, because }) => [cell(platform), outcome, cell(because)]);
  return table(['Platform', 'Outcome', 'Because'], rows);
}

function findings({ scan }: Report): string {
  if (scan === null || scan.outcome === 'off') return '';
  const head = `${scan.outcome}: ${escapeMarkdown(scan.because)}`;
  const { shown, more } = capped(scan.verdicts, 'findings');
  const difference =
    scan.difference === null
      ? ''
      : `\n\nNew: ${names(scan.difference.new)}. Gone: ${names(scan.difference.gone)}.`;
  if (shown.length === 0) return `${head}${difference}`;
  const columns = ['Blocks', 'Advisory', 'Severity', 'Package', 'Mended in', 'Because'];
  return `${head}${difference}\n\n${table(columns, shown.map(findingRow))}${more}`;
}

const names = (findings: readonly VulnerabilityFinding[]): string =>
  findings.length === 0
    ? 'none'
    : findings
        .slice(0, 20)
        .map(({ id }) => cell(id))
        .join(', ') + (findings.length > 20 ? ', …' : '');

const findingRow = ({ finding, verdict, because }: FindingVerdict): string[] => [
  verdict === 'fail' ? '🛑' : '',
  cell(finding.id),
  finding.severity,
  cell(`${finding.package} ${finding.installed}`),
  cell(finding.fixedIn ?? ''),
  cell(because),
];

/** Times below a second are nothing to look at. */
const SHORTEST = 500;

function gantt(steps: readonly Step[]): string {
  const shown = steps.filter(({ from, to }) => to - from >= SHORTEST);
  if (shown.length === 0) return '';
  const lines = shown.map(
    ({ what, from, to }) =>
      `  ${what.replace(/[^\w ./-]/g, ' ')} (${formatDuration(to - from)}) :${String(from)}, ${String(to)}`,
  );
  return ['```mermaid', 'gantt', '  dateFormat x', '  axisFormat %H:%M:%S', ...lines, '```'].join('\n');
}
