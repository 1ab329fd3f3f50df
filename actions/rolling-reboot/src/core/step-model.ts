/**
 * How long the restart of a node lasts: measured in the last cycle that the ledger has, or assumed. Times are
 * milliseconds. Pure: randomness comes in as a function.
 */
import { percentile } from '../../../../lib/core/percentile.ts';
import type { NodeName } from './node.ts';
import type { StepDurations } from './simulate.ts';

export type StepModel = AssumedSteps | MeasuredSteps;

interface AssumedSteps {
  readonly kind: 'assumed';
  readonly typical: StepDurations;
}

export interface MeasuredSteps {
  readonly kind: 'measured';
  readonly cycle: string;
  /** The medians. */
  readonly typical: StepDurations;
  readonly steps: readonly StepDurations[];
  /** How long the whole step of each node lasted. */
  readonly byNode: ReadonlyMap<NodeName, number>;
}

/** Usual times of an EC2 instance with a broker on it, taken while no cycle was measured. */
export const ASSUMED: AssumedSteps = {
  kind: 'assumed',
  typical: { stop: 80_000, start: 110_000, catchUp: 60_000 },
};

/** Fewer measured restarts than this say nothing about the next. */
export const ENOUGH_MEASURED = 3;

/** The medians. */
export const typicalOf = (steps: readonly StepDurations[]): StepDurations => ({
  stop: percentile(
    steps.map(({ stop }) => stop),
    50,
  ),
  start: percentile(
    steps.map(({ start }) => start),
    50,
  ),
  catchUp: percentile(
    steps.map(({ catchUp }) => catchUp),
    50,
  ),
});

export const wholeStep = ({ stop, start, catchUp }: StepDurations): number => stop + start + catchUp;

/** What is assumed may be a third more or less in two of three cases. */
const ASSUMED_SPREAD = 0.3;

/** How long a restart might last: one of those that were measured, or the typical one with an assumed spread. */
export function drawStep(model: StepModel, random: () => number): StepDurations {
  const { typical } = model;
  if (model.kind === 'measured') return model.steps[Math.floor(random() * model.steps.length)] ?? typical;
  const factor = Math.exp(ASSUMED_SPREAD * normal(random));
  return { stop: typical.stop * factor, start: typical.start * factor, catchUp: typical.catchUp * factor };
}

/** Box and Muller's way from even to normal random numbers. */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
