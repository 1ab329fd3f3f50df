import { assertNever } from '../../../../lib/core/assert-never.ts';
import type { Interruptible } from '../../../../lib/core/interruptible.ts';
import type { Problem } from '../../../../lib/core/problem.ts';
import { decide } from './decide.ts';
import type { Decision, Setting } from './decision.ts';
import type { KafkaNode, NodeName } from './node.ts';
import type { Seen } from './observation.ts';
import { type Cycle, type FinishedNode, NO_PROGRESS, type Progress } from './progress.ts';
import type { Certificate } from './safety.ts';
import {
  look,
  pass,
  simulateReboot,
  simulateStart,
  simulateStop,
  simulatedCluster,
  type SimulatedCluster,
  type StepDurations,
  untilChange,
} from './simulate.ts';
import type { MeasuredSteps } from './step-model.ts';
import { track } from './track.ts';
import { finished, leftSeen, opened, startRequested, stopRequested } from './transition.ts';

/** What the cycle would do, step by step; times are milliseconds from its start. */
export interface Plan {
  readonly steps: readonly PlannedStep[];
  /** Set when the cycle could not be finished: nothing is stopped then. */
  readonly problems: readonly Problem[];
  readonly lasts: number;
}

export interface PlannedStep {
  readonly node: NodeName;
  readonly action: 'restart' | 'start';
  readonly from: number;
  /** Null when the plan ends before the step does. */
  readonly to: number | null;
  readonly because: string;
  readonly certificate: Certificate | null;
}

/** A plan shows the whole cycle, over however many runs it will be spread. */
const UNTIMED = { endsAt: Infinity, window: undefined, canary: false } as const;

/** A cycle that needs more looks than this is not going to end. */
const MOST_LOOKS = 1_000_000;

interface Simulation {
  readonly cluster: SimulatedCluster;
  readonly progress: Progress;
  readonly steps: readonly PlannedStep[];
}

export interface Assumptions {
  readonly durations: (node: KafkaNode) => StepDurations;
  /** What an open cycle has finished already. */
  readonly finished: readonly FinishedNode[];
  /** What an earlier cycle measured: who took longest goes first. */
  readonly measured?: MeasuredSteps | undefined;
}

/** Runs `decide` on a simulated copy of the cluster until it is done or halts; it can be interrupted after each look. */
export function* planning(seen: Seen, setting: Setting, assumed: Assumptions): Interruptible<Plan> {
  const { finished: before } = assumed;
  const { selected } = setting;
  const cycle: Cycle = { id: 'plan', openedAt: seen.at, resumed: before.length > 0, selected };
  const context: Context = { cycle, setting, finished: before };
  const untimed = { ...setting, settings: { ...setting.settings, ...UNTIMED } };
  let now: Simulation = {
    cluster: simulatedCluster(seen, setting.nodes, assumed.durations),
    progress: { ...NO_PROGRESS, measured: assumed.measured },
    steps: [],
  };
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const sight = look(now.cluster);
    now = { ...now, progress: track(now.progress, sight, untimed) };
    const decision = decide(sight, now.progress, untimed);
    if (decision.kind === 'done' || decision.kind === 'halt' || decision.kind === 'pause') {
      const problems = decision.kind === 'halt' ? decision.problems : [];
      return { steps: now.steps, problems, lasts: now.cluster.at - seen.at };
    }
    now = apply(now, decision, context);
    yield;
  }
  throw new Error('the simulated cycle does not end');
}

/** The simulated LaunchTime never changes: a stop is seen by its state, and a reboot needs no proof. */
const REQUESTS = {
  'stop-start': { by: 'stop-start', launchTime: Infinity },
  reboot: { by: 'reboot', launchTime: -Infinity },
} as const;

type Going = Exclude<Decision, { kind: 'done' | 'halt' | 'pause' }>;

interface Context {
  readonly cycle: Cycle;
  readonly setting: Setting;
  readonly finished: readonly FinishedNode[];
}

function apply(now: Simulation, decision: Going, { cycle, setting, finished: before }: Context): Simulation {
  const { cluster, progress, steps } = now;
  const at = cluster.at;
  switch (decision.kind) {
    case 'open':
      return { ...now, progress: opened(progress, cycle, before) };
    case 'stop':
      return {
        cluster: (decision.by === 'reboot' ? simulateReboot : simulateStop)(cluster, decision.node),
        progress: stopRequested(progress, decision.node, { at, ...REQUESTS[decision.by] }),
        steps: [
          ...steps,
          {
            ...step(decision.node.name, decision.because, at - cycle.openedAt),
            certificate: decision.certificate,
          },
        ],
      };
    case 'start':
      return {
        cluster: simulateStart(cluster, decision.nodes),
        progress: startRequested(progress, decision.nodes, at),
        steps: [...steps, ...recoveries(decision, progress, at - cycle.openedAt)],
      };
    case 'left':
      return { ...now, progress: leftSeen(progress, decision.flights, at) };
    case 'finish': {
      const names = decision.flights.map(({ node }) => node.name);
      return {
        ...now,
        progress: finished(progress, decision.flights, at),
        steps: steps.map((each) => close(each, names, at - cycle.openedAt)),
      };
    }
    case 'wait':
      return { ...now, cluster: pass(cluster, nextLook(now, setting.settings.pollInterval)) };
    default:
      return assertNever(decision);
  }
}

/** A node that is back needs some readings, as many as there are polls: until then a look is not put off. */
const nextLook = ({ cluster, progress }: Simulation, pollInterval: number): number =>
  progress.flights.some(({ goodReadings }) => goodReadings > 0)
    ? pollInterval
    : untilChange(cluster, pollInterval);

const step = (node: NodeName, because: string, from: number): PlannedStep => ({
  node,
  action: 'restart',
  from,
  to: null,
  because,
  certificate: null,
});

/** Starts of nodes that the plan did not stop itself. */
function recoveries(
  decision: Extract<Decision, { kind: 'start' }>,
  progress: Progress,
  from: number,
): PlannedStep[] {
  const flying = new Set(progress.flights.map(({ node }) => node.name));
  return decision.nodes
    .filter(({ name }) => !flying.has(name))
    .map(({ name }) => ({ ...step(name, decision.because, from), action: 'start' }));
}

const close = (planned: PlannedStep, names: readonly NodeName[], to: number): PlannedStep =>
  names.includes(planned.node) && planned.to === null ? { ...planned, to } : planned;

/** The most nodes that these steps have away together. */
export function mostTogether(steps: readonly PlannedStep[]): number {
  const moves = steps
    .flatMap(({ from, to }) => [
      { at: from, by: 1 },
      { at: to ?? Infinity, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let together = 0;
  return moves.reduce((most, { by }) => Math.max(most, (together += by)), 0);
}
