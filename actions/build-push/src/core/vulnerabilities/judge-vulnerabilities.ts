import { type Problem, problemAt } from '../../../../../lib/core/problem.ts';
import { eachOnce } from './each-once.ts';
import type { VulnerabilityFinding } from './finding.ts';
import type { AllowEntry, VulnerabilityPolicy } from './vulnerability-policy.ts';

export interface VulnerabilityReport {
  readonly passes: boolean;
  readonly because: string;
  /** Worst first. */
  readonly verdicts: readonly FindingVerdict[];
  /** Allow entries that nothing needs. */
  readonly warnings: readonly Problem[];
}

export interface FindingVerdict {
  readonly finding: VulnerabilityFinding;
  /** allowed: an entry of the policy lets it pass; warn: it is told, and does not fail. */
  readonly verdict: 'fail' | 'allowed' | 'warn';
  readonly because: string;
}

/** Judges what a scan has found; `now` in milliseconds since the epoch. */
export function judgeVulnerabilities(
  findings: readonly VulnerabilityFinding[],
  policy: VulnerabilityPolicy,
  now: number,
): VulnerabilityReport {
  const needed = new Set<AllowEntry>();
  const verdicts = eachOnce(findings).map((finding): FindingVerdict => {
    const harmless = whyHarmless(finding, policy);
    if (harmless !== undefined) return { finding, verdict: 'warn', because: harmless };
    const entries = policy.allow.filter((entry) => isAbout(entry, finding));
    for (const entry of entries) needed.add(entry);
    return { finding, ...judge(finding, entries, now) };
  });
  const failing = verdicts.filter(({ verdict }) => verdict === 'fail');
  return {
    passes: failing.length === 0,
    because: reason(failing, verdicts.length),
    verdicts,
    warnings: policy.allow.filter((entry) => !needed.has(entry)).map(unused),
  };
}

function whyHarmless(
  { severity, fixedIn }: VulnerabilityFinding,
  { failOn, fixableOnly }: VulnerabilityPolicy,
): string | undefined {
  if (!failOn.has(severity)) return `${severity} does not fail by the policy`;
  return fixableOnly && fixedIn === null ? 'nothing mends it yet' : undefined;
}

function isAbout({ id, package: name }: AllowEntry, finding: VulnerabilityFinding): boolean {
  if (name !== null && name !== finding.package) return false;
  return [finding.id, ...finding.aliases].some((each) => each.toLowerCase() === id.toLowerCase());
}

function judge(
  { severity, package: name, installed, fixedIn }: VulnerabilityFinding,
  entries: readonly AllowEntry[],
  now: number,
): Omit<FindingVerdict, 'finding'> {
  const valid = entries.find(({ endsAt }) => now < endsAt);
  if (valid !== undefined) {
    const { reason: why, owner, expires } = valid;
    return { verdict: 'allowed', because: `${why} (${owner}, until ${expires})` };
  }
  const mend = fixedIn === null ? 'nothing mends it yet' : `${fixedIn} mends it`;
  const ended = entries.map(({ owner, expires }) => `; the entry of ${owner} ended on ${expires}`);
  // An advisory of Amazon Inspector may name no package.
  const where = name === '' ? '' : ` in ${name} ${installed}`;
  return { verdict: 'fail', because: `${severity}${where}: ${mend}${ended.join('')}` };
}

/** So many are named; the rest is in the table. */
const NAMED = 3;

function reason(failing: readonly FindingVerdict[], all: number): string {
  if (failing.length === 0) return all === 0 ? 'nothing was found' : `none of ${String(all)} found fails`;
  const named = failing.slice(0, NAMED).map(({ finding, because }) => `${finding.id} (${because})`);
  const more = failing.length > NAMED ? `, and ${String(failing.length - NAMED)} more` : '';
  return `${String(failing.length)} of ${String(all)} found fail: ${named.join(', ')}${more}`;
}

const unused = ({ place, id, package: name, owner, expires }: AllowEntry): Problem =>
  problemAt(
    place,
    `the entry of ${owner} for ${id}${name === null ? '' : ` in ${name}`} (until ${expires}) is about nothing that would fail`,
    'Remove it.',
  );
