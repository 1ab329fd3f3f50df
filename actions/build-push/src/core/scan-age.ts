import { formatDuration } from '../../../../lib/core/duration.ts';
import type { ScanReading } from '../../../../lib/core/ecr-scan.ts';
import type { TimedReading } from './scan-gate.ts';

/** ECR makes a basic scan of an image once in this time, in milliseconds. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_StartImageScan.html */
const DAY = 24 * 3_600_000;
/** How long the failure of an earlier scan may still be told after a new one was started, in milliseconds. */
const GRACE = 60_000;

/** Why a scan has to be made; undefined when this one will do, or makes itself anew. */
export function whyScan(reading: ScanReading, now: number): string | undefined {
  switch (reading.status) {
    case 'none':
      return 'ECR knows of no scan';
    case 'FAILED':
      return 'the scan FAILED';
    case 'COMPLETE':
      return whyOld(reading, now);
    default:
      return undefined;
  }
}

/** What was found on the day of a build says nothing of what has become known since. */
function whyOld({ completedAt, databaseAt }: ScanReading, now: number): string | undefined {
  if (completedAt === null) return undefined;
  if (databaseAt !== null && databaseAt > completedAt)
    return 'the scan is older than what ECR knows of vulnerabilities';
  const age = now - completedAt;
  return age > DAY ? `the scan is ${formatDuration(age)} old` : undefined;
}

/** Whether a reading still tells of the scan before the one that was started then. */
export function isOfScanBefore(before: TimedReading, { at, status, completedAt }: TimedReading): boolean {
  if (status !== before.status) return false;
  return status === 'COMPLETE' ? completedAt === before.completedAt : at - before.at < GRACE;
}
