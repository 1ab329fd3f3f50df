/** unscored: nobody has said yet how bad it is (ECR says UNDEFINED, Inspector UNTRIAGED). */
export const SEVERITIES = ['critical', 'high', 'unscored', 'medium', 'low', 'informational'] as const;

/** Worst first; what is not scored yet may be bad. */
export type Severity = (typeof SEVERITIES)[number];

/** A known vulnerability in a package of an image. */
export interface VulnerabilityFinding {
  /** `CVE-2026-1234`, `GHSA-...` */
  readonly id: string;
  /** Other ids of the same vulnerability. */
  readonly aliases: readonly string[];
  readonly severity: Severity;
  readonly package: string;
  /** The version that is in the image. */
  readonly installed: string;
  /** The version that mends it; null when there is none yet. */
  readonly fixedIn: string | null;
  readonly title: string;
}

/** What names a vulnerability in a package, by each of its ids; the version does not count. */
export function namesOf({ id, aliases, package: name }: VulnerabilityFinding): string[] {
  return [id, ...aliases].map((each) => nameOf(each, name));
}

/** Ids are written in either case: `GHSA-ABCD` and `ghsa-abcd` are one. */
export const nameOf = (id: string, packageName: string): string => `${id.toLowerCase()} ${packageName}`;
