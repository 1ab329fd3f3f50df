import type { HardeningReport } from './hardening/judge-hardening.ts';
import type { ImageFacts } from './image-facts.ts';
import type { ScanReport } from './scan-report.ts';

/** What the gates make of an image. */
export interface Verdict {
  readonly kind: 'passed' | 'refused' | 'unproved';
  readonly because: string;
}

const PASSED: Verdict = { kind: 'passed', because: 'it passes every gate' };

/** What its layers say, and how it did when it was started. */
export function verdictOnImage(hardening: HardeningReport, { probes }: ImageFacts): Verdict {
  if (!hardening.passes) return { kind: 'refused', because: hardening.because };
  const failed = probes.find(({ outcome }) => outcome === 'failed');
  return failed === undefined
    ? PASSED
    : { kind: 'refused', because: `${failed.platform}: ${failed.because}` };
}

export function verdictOnScan({ outcome, because }: ScanReport): Verdict {
  switch (outcome) {
    case 'failed':
      return { kind: 'refused', because };
    case 'unknown':
      return { kind: 'unproved', because };
    case 'passed':
    case 'off':
      return PASSED;
  }
}

/** The first that is no pass. */
export const firstBlocking = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.find(({ kind }) => kind !== 'passed') ?? PASSED;
