/**
 * What ECR says of an image's scan. `none`: it knows of no scan yet. The others are those of the API's ImageScanStatus,
 * as they are: a status that is new to us is no pass either.
 */
export interface ScanReading {
  readonly status: string;
  /** Why, where ECR says it. */
  readonly description: string;
  readonly findings: readonly ScanFinding[];
  /** When the scan ended, in milliseconds since the epoch; null: ECR does not say. */
  readonly completedAt: number | null;
  /** When what it knew of vulnerabilities was last brought up to date, likewise. */
  readonly databaseAt: number | null;
}

/** One package that one advisory is about. */
export interface ScanFinding {
  /** Such as CVE-2026-1234. */
  readonly id: string;
  readonly severity: string;
  readonly title: string;
  readonly package: string;
  readonly installed: string;
  /** Undefined: nobody says that there is a mended version. */
  readonly fixedIn: string | undefined;
}
