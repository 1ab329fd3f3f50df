import type { ScanFinding } from '../../../../lib/core/ecr-scan.ts';
import type { Severity, VulnerabilityFinding } from './vulnerabilities/finding.ts';
import type { compareFindings } from './vulnerabilities/compare-findings.ts';
import type { FindingVerdict } from './vulnerabilities/judge-vulnerabilities.ts';

/** What ECR's scan of an image says, and what the policy makes of it. */
export interface ScanReport {
  /** `unknown` is no pass; `off`: nobody asked. */
  readonly outcome: 'passed' | 'failed' | 'unknown' | 'off';
  readonly because: string;
  readonly verdicts: readonly FindingVerdict[];
  /** How they differ from those of the image that it was compared with; null: with none. */
  readonly difference: ReturnType<typeof compareFindings> | null;
}

/** As ECR and Amazon Inspector write them; what is new to us is as bad as what nobody has scored. */
const SEVERITIES: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ['CRITICAL', 'critical'],
  ['HIGH', 'high'],
  ['MEDIUM', 'medium'],
  ['LOW', 'low'],
  ['INFORMATIONAL', 'informational'],
]);

export const vulnerabilityOf = ({ severity, fixedIn, ...finding }: ScanFinding): VulnerabilityFinding => ({
  ...finding,
  aliases: [],
  severity: SEVERITIES.get(severity.toUpperCase()) ?? 'unscored',
  fixedIn: fixedIn ?? null,
});
