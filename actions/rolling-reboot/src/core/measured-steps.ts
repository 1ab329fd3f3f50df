import type { LedgerRecord } from './ledger.ts';
import type { StepTimes } from './progress.ts';
import type { StepDurations } from './simulate.ts';
import { ENOUGH_MEASURED, type MeasuredSteps, typicalOf } from './step-model.ts';

/** The last cycle of which enough restarts were measured, whether it is closed or still open. */
export function measuredSteps(records: readonly LedgerRecord[]): MeasuredSteps | undefined {
  const cycles = new Map<string, StepDurations[]>();
  for (const record of records) {
    const step = record.state === 'restarted' ? durationsOf(record.times) : undefined;
    if (step !== undefined) cycles.set(record.cycle, [...(cycles.get(record.cycle) ?? []), step]);
  }
  const last = [...cycles].findLast(([, steps]) => steps.length >= ENOUGH_MEASURED);
  if (last === undefined) return undefined;
  const [cycle, steps] = last;
  return { kind: 'measured', cycle, typical: typicalOf(steps), steps };
}

/** The stop lasts until the start is asked for: until then nobody waits for the instance but for the cluster to notice. */
export function durationsOf({
  stopRequested,
  startRequested,
  running,
  back,
}: StepTimes): StepDurations | undefined {
  if (stopRequested === undefined || startRequested === undefined) return undefined;
  if (running === undefined || back === undefined) return undefined;
  return { stop: startRequested - stopRequested, start: running - startRequested, catchUp: back - running };
}
