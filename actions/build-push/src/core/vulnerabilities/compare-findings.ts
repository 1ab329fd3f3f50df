import { eachOnce } from './each-once.ts';
import { namesOf, type VulnerabilityFinding } from './finding.ts';

/** What differs from what another image has, such as the one that runs now. */
export interface FindingChanges {
  readonly new: readonly VulnerabilityFinding[];
  readonly gone: readonly VulnerabilityFinding[];
  readonly same: readonly VulnerabilityFinding[];
}

export function compareFindings(
  here: readonly VulnerabilityFinding[],
  there: readonly VulnerabilityFinding[],
): FindingChanges {
  const [known, left] = [new Set(there.flatMap(namesOf)), new Set(here.flatMap(namesOf))];
  const isIn = (names: ReadonlySet<string>) => (finding: VulnerabilityFinding) =>
    namesOf(finding).some((name) => names.has(name));
  const mine = eachOnce(here);
  return {
    new: mine.filter((finding) => !isIn(known)(finding)),
    gone: eachOnce(there).filter((finding) => !isIn(left)(finding)),
    same: mine.filter(isIn(known)),
  };
}
