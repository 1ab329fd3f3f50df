/**
 * How long the cycle will take, and how long it would take with other widths: the plan, made again and again with step
 * durations that are drawn at random. Every width gets the same draws. Pure: the seeds are fixed, so that the same
 * cluster always gets the same forecast. A big cluster takes seconds, so the work can be interrupted.
 */
import type { Interruptible } from '../../../../lib/core/interruptible.ts';
import { percentile } from '../../../../lib/core/percentile.ts';
import { seededRandom } from '../../../../lib/core/seeded-random.ts';
import type { Setting, Settings } from './decision.ts';
import type { KafkaNode } from './node.ts';
import type { Seen } from './observation.ts';
import { mostTogether, type Plan, planning } from './plan.ts';
import type { FinishedNode } from './progress.ts';
import { drawStep, type StepModel, wholeStep } from './step-model.ts';
import type { StepDurations } from './simulate.ts';
import { whyNotFaster } from './why-not-faster.ts';
import { type Width, widthOf } from './width.ts';

/** All durations are milliseconds. */
export interface Forecast {
  /** When it was made, in milliseconds since the epoch. */
  readonly at: number;
  /** How many nodes were still to be restarted then. */
  readonly remaining: number;
  readonly steps: StepsUsed;
  /** How many cycles were simulated for each width. */
  readonly simulations: number;
  /** Half of the simulated cycles took no longer; nine of ten for `p90`, which is null after a single one. */
  readonly p50: number;
  readonly p90: number | null;
}

export interface StepsUsed {
  readonly kind: StepModel['kind'];
  /** The cycle that was measured; null where the steps are assumed. */
  readonly cycle: string | null;
  readonly nodes: number;
  readonly typical: StepDurations;
}

export interface WidthForecast {
  readonly width: string;
  readonly p50: number;
  readonly p90: number | null;
  /** The most nodes that are down together. */
  readonly together: number;
}

export interface Comparison {
  readonly widths: readonly WidthForecast[];
  /** The narrowest that is nearly as fast as the fastest. */
  readonly best: string;
  readonly whyNotFaster: readonly string[];
}

export interface Basis {
  readonly model: StepModel;
  /** What an open cycle has finished already. */
  readonly finished: readonly FinishedNode[];
  /** Undefined for as many as are worth their time. */
  readonly mostSimulations?: number | undefined;
}

/** The cycle as it is set up; undefined where a simulated cycle does not come to its end. */
export function* forecast(seen: Seen, setting: Setting, basis: Basis): Interruptible<Forecast | undefined> {
  const plans = yield* simulate(seen, setting, basis);
  if (plans === undefined) return undefined;
  const remaining = plans[0]?.steps.filter(({ action }) => action === 'restart').length ?? 0;
  const { model } = basis;
  return { at: seen.at, remaining, ...spread(plans), simulations: plans.length, steps: stepsUsed(model) };
}

/** The same cluster with several widths, side by side. */
export function* compareWidths(seen: Seen, setting: Setting, basis: Basis): Interruptible<Comparison> {
  const widths: WidthForecast[] = [];
  for (const width of candidates(setting)) {
    const settings = { ...setting.settings, maxUnavailable: width };
    const plans = yield* simulate(seen, { ...setting, settings }, basis);
    if (plans === undefined) continue;
    const together = Math.max(...plans.map(({ steps }) => mostTogether(steps)));
    widths.push({ width: nameOf(width), ...spread(plans), together });
  }
  const lasts = (): number => wholeStep(basis.model.typical);
  return { widths, best: bestOf(widths), whyNotFaster: whyNotFaster(seen, setting, lasts) };
}

const stepsUsed = (model: StepModel): StepsUsed => ({
  kind: model.kind,
  cycle: model.kind === 'measured' ? model.cycle : null,
  nodes: model.kind === 'measured' ? model.steps.length : 0,
  typical: model.typical,
});

/** One simulation has no spread. */
function spread(plans: readonly Plan[]): Pick<Forecast, 'p50' | 'p90'> {
  const lasted = plans.map(({ lasts }) => lasts);
  return { p50: percentile(lasted, 50), p90: plans.length > 1 ? percentile(lasted, 90) : null };
}

/** A simulation takes some milliseconds a node: a dry run of a big cluster makes fewer, whose results differ less. */
const SIMULATED_NODES = 200;
const FEWEST = 2;
const MOST = 20;

/** Above this many nodes one simulation has to do, and fewer widths are compared: each takes ten seconds. */
const BIG = 300;

const simulationsFor = (nodes: number): number =>
  nodes > BIG ? 1 : Math.min(Math.max(Math.floor(SIMULATED_NODES / nodes), FEWEST), MOST);

function* simulate(
  seen: Seen,
  setting: Setting,
  { model, finished, mostSimulations }: Basis,
): Interruptible<Plan[] | undefined> {
  const patient = { ...setting, settings: unhurried(setting.settings) };
  const plans: Plan[] = [];
  const measured = model.kind === 'measured' ? model : undefined;
  const simulations = Math.min(simulationsFor(setting.nodes.length), mostSimulations ?? MOST);
  for (let seed = 1; seed <= simulations; seed += 1) {
    const drawn = draw(setting.nodes, model, seededRandom(seed));
    const durations = (node: KafkaNode): StepDurations => drawn.get(node) ?? model.typical;
    const planned = yield* planning(seen, patient, { durations, finished, measured });
    if (planned.problems.length > 0) return undefined;
    plans.push(planned);
  }
  return plans;
}

const draw = (
  nodes: readonly KafkaNode[],
  model: StepModel,
  random: () => number,
): ReadonlyMap<KafkaNode, StepDurations> => new Map(nodes.map((node) => [node, drawStep(model, random)]));

/** A step that is drawn longer than its time-out is slow, not lost. */
const PATIENCE = 10;

const unhurried = (settings: Settings): Settings => ({
  ...settings,
  stopTimeout: settings.stopTimeout * PATIENCE,
  startTimeout: settings.startTimeout * PATIENCE,
  syncTimeout: settings.syncTimeout * PATIENCE,
});

const NARROW: readonly Width[] = [{ nodes: 1 }, { nodes: 2 }, { nodes: 3 }, { nodes: 5 }];
const WIDE: readonly Width[] = [{ percent: 10 }, { percent: 25 }, { percent: 100 }];

/** Each number of nodes once, the set one by its own name, from narrow to wide. */
function candidates({ nodes, settings }: Setting): Width[] {
  const own = settings.maxUnavailable;
  const all = [own, ...(nodes.length > BIG ? NARROW.slice(0, 1) : NARROW), ...WIDE];
  const bySize = new Map<number, Width>();
  for (const width of all) {
    const size = Math.min(widthOf(width, nodes.length), nodes.length);
    if (!bySize.has(size)) bySize.set(size, width);
  }
  return [...bySize].sort(([a], [b]) => a - b).map(([, width]) => width);
}

const nameOf = (width: Width): string =>
  'nodes' in width ? String(width.nodes) : `${String(width.percent)}%`;

/** So much slower is as good when fewer nodes are away together. */
const NEARLY = 1.05;

function bestOf(widths: readonly WidthForecast[]): string {
  const fastest = Math.min(...widths.map(({ p50 }) => p50));
  return widths.find(({ p50 }) => p50 <= fastest * NEARLY)?.width ?? '';
}
