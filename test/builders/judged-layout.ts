import { rmSync } from 'node:fs';
import {
  type HardeningPolicy,
  STRICT_POLICY,
} from '../../actions/build-push/src/core/hardening/hardening-policy.ts';
import {
  type HardeningReport,
  judgeHardening,
} from '../../actions/build-push/src/core/hardening/judge-hardening.ts';
import { secretScanner } from '../../actions/build-push/src/core/hardening/secrets/secret-scanner.ts';
import { readLayout } from '../../lib/adapters/oci-layout/read-layout.ts';
import { READ_LIMITS, type ReadLimits } from '../../lib/adapters/oci-layout/reading.ts';
import { type BuiltLayer, layoutOf } from './oci-layout.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');

export interface JudgedBy {
  readonly limits?: Partial<ReadLimits>;
  readonly policy?: HardeningPolicy;
}

/** Reads and judges a layout in a folder, and removes it. */
export async function judged(
  folder: string,
  { limits = {}, policy = STRICT_POLICY }: JudgedBy = {},
): Promise<HardeningReport> {
  const scanner = secretScanner([]);
  try {
    const reading = { limits: { ...READ_LIMITS, ...limits }, scanner, keep: ['etc/passwd'] };
    return judgeHardening(await readLayout(folder, reading), { policy, now: NOW, bases: [], scanner });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the gate says of an image of these layers. */
export const judgedLayers = (...layers: readonly BuiltLayer[]): Promise<HardeningReport> =>
  judged(layoutOf({ layers }));

/** The rules that are not kept, with what was found: `no-shell fail /bin/sh is a shell`. */
export function faults({ images }: HardeningReport): string[] {
  return images.flatMap(({ verdicts }) =>
    verdicts
      .filter(({ verdict }) => verdict !== 'pass')
      .map(({ rule, verdict, because }) => `${rule} ${verdict}: ${because}`),
  );
}
