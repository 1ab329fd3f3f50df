import type { Inputs, RunPlan, Scenario } from './scenario-shape.ts';
import { widthOf } from '../../actions/rolling-reboot/src/core/width.ts';
import { parseWindow, remainingWindow } from '../../lib/core/window.ts';
import { run } from '../../actions/rolling-reboot/src/run.ts';
import { ProblemsFound } from '../../lib/core/problem.ts';
import { WorldFailure } from '../../lib/core/world-failure.ts';
import { FakeFleet, type FleetShape } from '../fakes/fake-fleet.ts';
import { Killed } from '../fakes/fake-process.ts';
import { schedule } from '../fakes/faults.ts';
import { STRICT, violationsOf } from './monitor.ts';
import { eventsOn, orderOf } from './scenario-order.ts';

export interface Ending {
  readonly violations: readonly string[];
  /** Of each run, in the order in which they ended; `killed` and `refused` for those without a report. */
  readonly statuses: readonly string[];
  readonly fleet: FakeFleet;
}

export const INPUTS: Inputs = {
  maxUnavailable: { nodes: 1 },
  extraReplicas: 0,
  recover: 'all',
  canary: false,
  timeBudget: 18_000_000,
  unsafe: 'block',
  mode: 'stop-start',
  window: undefined,
  selection: { nodes: [], only: { kind: 'all' } },
};

/** Nothing goes wrong. */
export const aScenario = (shape: FleetShape, change: Partial<Scenario> = {}): Scenario => ({
  shape,
  inputs: INPUTS,
  faults: [],
  runs: [],
  rest: 1_000,
  latency: 0,
  staleness: { ec2: 0, brokers: 0 },
  unseenFor: 0,
  ...change,
});

/** A cycle that needs more undisturbed runs than this, and one for each node and each fault, does not get on. */
const SPARE_RUNS = 3;

/** Outside the window a run pauses, and the next one is tried an hour later: no window lets a day go by. */
const HOUR = 3_600_000;
const RUNS_OUTSIDE = 24;

/** Runs again and again until the cycle is done or nothing more can be hoped for. */
export async function play(scenario: Scenario): Promise<Ending> {
  const fleet = fleetOf(scenario);
  const statuses: string[] = [];
  const { inputs, faults, runs } = scenario;
  const nodes = fleet.machines.length;
  const outside = inputs.window === undefined ? 0 : RUNS_OUTSIDE;
  const most = SPARE_RUNS + nodes + faults.length + runs.length + outside;
  for (let count = 0; count < most; count += 1) {
    const plan = scenario.runs[count] ?? {};
    statuses.push(...(await playRun(fleet, scenario, plan)));
    const isOver = count + 1 >= scenario.runs.length && isDone(statuses.at(-1));
    if (isOver) break;
    await fleet.clock.sleep(isOutside(inputs, fleet.now) ? HOUR : scenario.rest);
  }
  return { violations: judge(fleet, scenario), statuses, fleet };
}

function isOutside({ window: written }: Inputs, now: number): boolean {
  const window = written === undefined ? undefined : parseWindow(written);
  return window !== undefined && remainingWindow(window, now) === 0;
}

/** Every moment before and after a call that changes something, in the first run of the story as it is told. */
export async function momentsOf(scenario: Scenario): Promise<string[]> {
  const fleet = fleetOf(scenario);
  const moments: string[] = [];
  fleet.onCall = (moment) => void moments.push(moment);
  await oneRun(fleet, scenario, {});
  return moments;
}

export const isDone = (status: string | undefined): boolean =>
  status === 'completed' || status === 'nothing-to-do';

function fleetOf({ shape, inputs, faults, latency, staleness, unseenFor }: Scenario): FakeFleet {
  const fleet = new FakeFleet(shape);
  if (inputs.selection.only.kind === 'scheduled-events') fleet.ec2.events = eventsOn(fleet);
  for (const { id } of fleet.machines.filter(({ id }) => id % 2 === 0))
    fleet.kafka.lag.set(id, staleness.brokers);
  fleet.ec2.describeLag = staleness.ec2;
  fleet.ec2.unseenFor = unseenFor;
  let seed = 1;
  fleet.latency = () => (seed = (seed * 48_271) % 2_147_483_647) % (latency + 1);
  // What a look shows is as old as its slowest answer, and a big cluster is asked through witnesses.
  const unasked = fleet.machines.filter(({ isBroker }) => isBroker).length > 12 ? 13_000 : 0;
  fleet.truth.unknowable = 3 * latency + staleness.brokers + staleness.ec2 + unasked;
  for (const fault of faults) schedule(fleet, fault);
  return fleet;
}

async function playRun(fleet: FakeFleet, scenario: Scenario, plan: RunPlan): Promise<string[]> {
  const joined = async (after: number): Promise<string> => {
    await fleet.clock.sleep(after);
    return oneRun(fleet, scenario, {});
  };
  return Promise.all([
    oneRun(fleet, scenario, plan),
    ...(plan.joinedAfter === undefined ? [] : [joined(plan.joinedAfter)]),
  ]);
}

/** The status in its report, or how it ended without one. */
async function oneRun(fleet: FakeFleet, scenario: Scenario, plan: RunPlan): Promise<string> {
  const { number, ports } = fleet.enter(killer(plan.killedAt));
  const cancelled = new AbortController();
  if (plan.cancelledAfter !== undefined) {
    fleet.clock.at(fleet.now + plan.cancelledAfter, () => {
      cancelled.abort('SIGTERM');
    });
  }
  try {
    const order = orderOf(scenario, number);
    const { status, problems } = await run(order, { ...ports, cancelled: cancelled.signal });
    const said = problems.map(({ where, what }) => `${where}: ${what}`).join('; ');
    fleet.truth.noteEnd({ run: number, status, problems: said }, fleet.now);
    return status;
  } catch (failure) {
    if (failure instanceof Killed) return 'killed';
    if (!(failure instanceof WorldFailure || failure instanceof ProblemsFound)) throw failure;
    const hasBegun = fleet.history.some((moment) => moment.kind === 'stop' && moment.run === number);
    if (hasBegun)
      fleet.truth.noteEnd({ run: number, status: 'refused', problems: failure.message }, fleet.now);
    return 'refused';
  }
}

/** Counts the moments of one run, and kills it at the one given. */
function killer(killedAt: number | undefined): () => void {
  let moments = 0;
  return () => {
    moments += 1;
    if (moments - 1 === killedAt) throw new Killed();
  };
}

function judge({ history, machines }: FakeFleet, { inputs }: Scenario): string[] {
  return violationsOf(history, {
    ...STRICT,
    width: widthOf(inputs.maxUnavailable, machines.length),
    extraReplicas: inputs.extraReplicas,
    accepted: inputs.unsafe === 'allow' ? 'all' : new Set(),
    smallQuorum: inputs.unsafe === 'allow',
    repeatedReboots: inputs.mode === 'reboot',
    selected: inputs.selection.nodes.length === 0 ? 'all' : new Set(inputs.selection.nodes),
  });
}
