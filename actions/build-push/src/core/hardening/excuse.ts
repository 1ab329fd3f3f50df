import type { HardeningException, HardeningPolicy } from './hardening-policy.ts';
import { broken, type Evidence, type Finding, kept } from './rule.ts';
import type { RuleId } from './rules.ts';

interface Excused {
  readonly finding: Finding;
  /** Those that are about what was found, also the expired ones. */
  readonly used: readonly HardeningException[];
}

/** Takes out of a finding what the policy's exceptions let pass today; an expired one lets nothing pass. */
export function excuse(
  rule: RuleId,
  finding: Finding,
  { policy, now }: { readonly policy: HardeningPolicy; readonly now: number },
): Excused {
  const mine = policy.exceptions.filter((exception) => exception.rule === rule);
  if (finding.state !== 'broken' || mine.length === 0) return { finding, used: [] };
  const used = mine.filter((exception) => finding.evidence.some((each) => covers(exception, each)));
  const valid = used.filter(({ endsAt }) => now < endsAt);
  const left = finding.evidence.filter((each) => !valid.some((exception) => covers(exception, each)));
  if (left.length > 0 || finding.evidence.length === 0) {
    const ended = used.filter((exception) => !valid.includes(exception));
    const because = [finding.because, ...ended.map(hasEnded)].join('; ');
    return { finding: broken(because, left), used };
  }
  const reasons = valid.map(({ owner, reason, expires }) => `${reason} (${owner}, until ${expires})`);
  return { finding: kept(`excused: ${reasons.join('; ')}`), used };
}

const hasEnded = ({ owner, expires }: HardeningException): string =>
  `the exception of ${owner} ended on ${expires}`;

function covers({ path }: HardeningException, evidence: Evidence): boolean {
  if (path === null || evidence.path === null) return path === evidence.path;
  return path.endsWith('/') ? evidence.path.startsWith(path) : evidence.path === path;
}
