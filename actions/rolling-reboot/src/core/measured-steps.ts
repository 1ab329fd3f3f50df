import type { RestartBy } from './decision.ts';
import type { LedgerRecord } from './ledger.ts';
import type { NodeName } from './node.ts';
import type { StepTimes } from './progress.ts';
import type { StepDurations } from './simulate.ts';
import { ENOUGH_MEASURED, type MeasuredSteps, typicalOf, wholeStep } from './step-model.ts';

/** The last cycle of which enough restarts of this kind were measured, whether it is closed or still open. */
export function measuredSteps(
  records: readonly LedgerRecord[],
  by: RestartBy = 'stop-start',
): MeasuredSteps | undefined {
  const cycles = new Map<string, Measured[]>();
  for (const record of records) {
    if (record.state !== 'restarted' || isReboot(record.times) !== (by === 'reboot')) continue;
    const step = durationsOf(record.times);
    if (step === undefined) continue;
    cycles.set(record.cycle, [...(cycles.get(record.cycle) ?? []), { node: record.node, step }]);
  }
  const last = [...cycles].findLast(([, measured]) => measured.length >= ENOUGH_MEASURED);
  if (last === undefined) return undefined;
  const [cycle, measured] = last;
  const steps = measured.map(({ step }) => step);
  const byNode = new Map(measured.map(({ node, step }) => [node, wholeStep(step)]));
  return { kind: 'measured', cycle, typical: typicalOf(steps), steps, byNode };
}

interface Measured {
  readonly node: NodeName;
  readonly step: StepDurations;
}

/** Nobody asks for the start of a rebooted instance. */
const isReboot = ({ startRequested }: StepTimes): boolean => startRequested === undefined;

/**
 * The stop lasts until the start is asked for: until then nobody waits for the instance but for the cluster to notice. A
 * reboot has no start, and its stop lasts until the cluster saw the node leave.
 */
export function durationsOf({
  stopRequested,
  left,
  startRequested = left,
  running,
  back,
}: StepTimes): StepDurations | undefined {
  if (stopRequested === undefined || startRequested === undefined) return undefined;
  if (running === undefined || back === undefined) return undefined;
  return { stop: startRequested - stopRequested, start: running - startRequested, catchUp: back - running };
}
