import { advice, describeForecast, describeWidths } from './core/describe-forecast.ts';
import type { Setting } from './core/decision.ts';
import { eta } from './core/eta.ts';
import { type Basis, compareWidths, type Comparison, forecast } from './core/forecast.ts';
import type { Seen } from './core/observation.ts';
import { ASSUMED } from './core/step-model.ts';
import { type Context, type Session, warn } from './context.ts';
import { givingWay } from './giving-way.ts';

interface Foreseen {
  readonly seen: Seen;
  /** With the nodes that the cycle restarts. */
  readonly cycle: Setting;
}

/** Says how long the cycle that was just opened or continued will take. It is good to have: a bug in it ends no cycle. */
export async function foretell(session: Session, context: Context, seen: Seen): Promise<void> {
  const { cycle } = session.progress;
  if (cycle === undefined) return;
  try {
    await expect(session, context, { seen, cycle: { ...context.setting, selected: cycle.selected } });
  } catch (failure) {
    warn(session, context, `there is no forecast: ${String(failure)}`);
  }
}

/** Says how long it would take, what another width would change, and why it cannot be faster. */
export async function compare(
  session: Session,
  context: Context,
  { seen, cycle }: Foreseen,
): Promise<Comparison> {
  const { log, clock } = context.ports;
  await expect(session, context, { seen, cycle });
  const comparison = await givingWay(compareWidths(seen, cycle, basisOf(session, context)), clock);
  const best = advice(comparison);
  for (const line of describeWidths(comparison)) log.info(line);
  if (best !== undefined) log.info(best);
  for (const line of comparison.whyNotFaster) log.info(`why not faster: ${line}`);
  return comparison;
}

/** Keeps the forecast, so that it can be compared at the end. */
async function expect(session: Session, context: Context, { seen, cycle }: Foreseen): Promise<void> {
  const { clock } = context.ports;
  const expected = await givingWay(forecast(seen, cycle, basisOf(session, context)), clock);
  if (expected === undefined) return;
  session.diary = { ...session.diary, forecast: expected };
  context.ports.log.info(`forecast: ${describeForecast(expected)}`);
}

export function basisOf({ progress: { measured, finished } }: Session, { order }: Context): Basis {
  return { model: measured ?? ASSUMED, finished, mostSimulations: order.mostSimulations };
}

/** Says how far the cycle is. */
export function tellProgress({ progress, diary }: Session, { ports, setting }: Context): void {
  const { cycle, finished } = progress;
  if (cycle === undefined) return;
  const nodes = setting.nodes.filter(({ name, parked }) => cycle.selected.has(name) && !parked);
  const done = nodes.filter(({ name }) => finished.some(({ node }) => node === name));
  const remaining = { nodes: nodes.length, done: done.length, now: ports.clock.now() };
  ports.log.info(eta(remaining, diary.forecast));
}
