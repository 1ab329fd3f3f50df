import type { PlannedStep } from './step.ts';

/** What was read of a topic is only so old when it is changed. */
const MOST_TOGETHER = 50;

/**
 * Steps that are made together, in their order: of one kind, and of different topics. A deletion is made alone, as
 * it is asked right before whether anybody uses the topic.
 */
export function stepBatches(steps: readonly PlannedStep[]): PlannedStep[][] {
  const batches: PlannedStep[][] = [];
  for (const planned of steps) {
    const batch = batches.at(-1);
    if (batch !== undefined && fits(planned, batch)) batch.push(planned);
    else batches.push([planned]);
  }
  return batches;
}

const fits = ({ step }: PlannedStep, batch: readonly PlannedStep[]): boolean =>
  batch.length < MOST_TOGETHER &&
  step.kind !== 'delete-topic' &&
  batch.every((other) => other.step.kind === step.kind && other.step.topic !== step.topic);
