import type { HardeningPolicy } from './core/hardening/hardening-policy.ts';
import { type HardeningReport, judgeHardening } from './core/hardening/judge-hardening.ts';
import type { ImageFacts } from './core/image-facts.ts';
import { type Session, warn } from './session.ts';

interface Court {
  readonly policy: HardeningPolicy;
  readonly bases: readonly string[];
}

/** Judges what is known of an image by the policy of today, and warns of what the policy has too much. */
export function judgeImage(
  { contents }: ImageFacts,
  { policy, bases }: Court,
  session: Session,
): HardeningReport {
  const { clock, scannerFor } = session.ports;
  const report = judgeHardening(contents, { policy, bases, now: clock.now(), scanner: scannerFor([]) });
  for (const problem of report.warnings) warn(session, problem);
  return report;
}
