import { assertNever } from '../../../lib/core/assert-never.ts';
import { buildImage } from './build-image.ts';
import type { BuildPushInputs } from './core/inputs.ts';
import type { Report } from './core/report.ts';
import { findDrift } from './find-drift.ts';
import type { Ports } from './ports.ts';
import { promoteImage } from './promote-image.ts';
import { rollBack } from './roll-back.ts';
import { newSession } from './session.ts';
import { verifyImage } from './verify-image.ts';

/** The story: what the mode says. */
export async function run(inputs: BuildPushInputs, ports: Ports): Promise<Report> {
  const session = newSession(inputs, ports);
  switch (inputs.mode) {
    case 'build':
      return buildImage(session);
    case 'promote':
      return promoteImage(session);
    case 'verify':
      return verifyImage(session);
    case 'rollback':
      return rollBack(session);
    case 'drift':
      return findDrift(session);
    default:
      return assertNever(inputs.mode);
  }
}
