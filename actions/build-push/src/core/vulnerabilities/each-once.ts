import { SEVERITIES, type VulnerabilityFinding } from './finding.ts';

/** Worst first; a scanner can tell the same of one package by several paths. */
export function eachOnce(findings: readonly VulnerabilityFinding[]): VulnerabilityFinding[] {
  const rank = ({ severity }: VulnerabilityFinding): number => SEVERITIES.indexOf(severity);
  const key = (each: VulnerabilityFinding): string => [each.id, each.package, each.installed].join(' ');
  const sorted = findings.toSorted((a, b) => rank(a) - rank(b) || (key(a) < key(b) ? -1 : 1));
  const seen = new Set<string>();
  return sorted.filter((each) => !seen.has(key(each)) && seen.add(key(each)));
}
