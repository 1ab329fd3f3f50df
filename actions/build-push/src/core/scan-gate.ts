/**
 * When the scan of an image has said its last word. Pure: asked after every reading, with all readings so far.
 * COMPLETE is a last word. ACTIVE means that Amazon Inspector watches the image, and its findings come in by and by, so
 * they count once they have stayed the same for a while. What is no word at all is never a pass.
 */
import { assertNever } from '../../../../lib/core/assert-never.ts';
import { formatDuration } from '../../../../lib/core/duration.ts';
import type { ScanFinding, ScanReading } from '../../../../lib/core/ecr-scan.ts';

/** A reading, and when it was made. */
export interface TimedReading extends ScanReading {
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export type ScanJudgement =
  | { readonly kind: 'wait'; readonly because: string }
  | { readonly kind: 'settled'; readonly findings: readonly ScanFinding[]; readonly because: string }
  | { readonly kind: 'unknown'; readonly because: string };

/** How long findings of a watched image must stay the same, in milliseconds. */
const STEADY_FOR = 60_000;

type Meaning = 'not-yet' | 'last-word' | 'watched' | 'no-word';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['none', 'not-yet'],
  ['PENDING', 'not-yet'],
  ['IN_PROGRESS', 'not-yet'],
  ['COMPLETE', 'last-word'],
  ['ACTIVE', 'watched'],
]);

/** `deadline` in milliseconds since the epoch; readings from the oldest to the newest. */
export function judgeScan(readings: readonly TimedReading[], now: number, deadline: number): ScanJudgement {
  const last = readings.at(-1);
  const judged: ScanJudgement =
    last === undefined ? { kind: 'wait', because: 'ECR has not told of it yet' } : judgeLast(readings, last);
  if (judged.kind !== 'wait' || now < deadline) return judged;
  return { kind: 'unknown', because: `scan-timeout is over, and ${judged.because}` };
}

function judgeLast(readings: readonly TimedReading[], last: TimedReading): ScanJudgement {
  const meaning = MEANINGS.get(last.status) ?? 'no-word';
  switch (meaning) {
    case 'not-yet':
      return {
        kind: 'wait',
        because: last.status === 'none' ? 'ECR knows of no scan yet' : `the scan is ${last.status}`,
      };
    case 'last-word':
      return { kind: 'settled', findings: last.findings, because: 'the scan is COMPLETE' };
    case 'watched':
      return judgeWatched(readings, last);
    case 'no-word': {
      const why = last.description === '' ? '' : `: ${last.description}`;
      return { kind: 'unknown', because: `ECR says ${last.status}${why}` };
    }
    default:
      return assertNever(meaning);
  }
}

function judgeWatched(readings: readonly TimedReading[], last: TimedReading): ScanJudgement {
  const steadyFor = last.at - steadySince(readings, last);
  return steadyFor >= STEADY_FOR
    ? {
        kind: 'settled',
        findings: last.findings,
        because: `the findings stayed the same for ${formatDuration(steadyFor)}`,
      }
    : {
        kind: 'wait',
        because: `findings may still come in: these have stayed the same for ${formatDuration(steadyFor)}`,
      };
}

function steadySince(readings: readonly TimedReading[], last: TimedReading): number {
  const wanted = fingerprint(last);
  let since = last.at;
  for (const reading of readings.toReversed()) {
    if (reading.status !== last.status || fingerprint(reading) !== wanted) return since;
    since = reading.at;
  }
  return since;
}

const fingerprint = ({ findings }: ScanReading): string =>
  findings
    .map((each) => `${each.id} ${each.package} ${each.installed} ${each.severity}`)
    .sort()
    .join('\n');
