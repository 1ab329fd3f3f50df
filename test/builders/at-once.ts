import { type Assumptions, type Plan, planning } from '../../actions/rolling-reboot/src/core/plan.ts';
import type { Setting } from '../../actions/rolling-reboot/src/core/decision.ts';
import type { Seen } from '../../actions/rolling-reboot/src/core/observation.ts';
import type { Interruptible } from '../../lib/core/interruptible.ts';

/** Work that could be interrupted, done without being so. */
export function allAtOnce<T>(work: Interruptible<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

export const plan = (seen: Seen, setting: Setting, assumed: Assumptions): Plan =>
  allAtOnce(planning(seen, setting, assumed));
