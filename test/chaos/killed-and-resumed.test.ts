import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { HoldOrder } from '../../lab/hold.ts';
import type { Lab } from '../../lab/lab.ts';
import type { ActionOutcome } from '../../lab/runner.ts';
import type { Witness } from '../../lab/witness.ts';
import { type StateRecord, stateRecords, underReplicated } from '../e2e/lab-kafka.ts';
import { RebootBench } from '../e2e/reboot-bench.ts';
import { intentTags } from './intent-tags.ts';
import { watch } from './watched-run.ts';

const MINUTES = 60_000;
const INTENT = 'rolling-reboot:intent';
const ALL = ['broker-1', 'broker-2', 'broker-3'];

let lab: Lab;
let bench: RebootBench;
let witness: Witness;
let inputs: Record<string, string>;

beforeAll(async () => {
  bench = await RebootBench.open();
  lab = bench.lab;
  witness = await bench.witness();
  const slack = { 'slack-webhook-url': lab.env['LAB_SLACK_WEBHOOK_URL'] ?? '' };
  inputs = { ...slack, 'stability-checks': '2', 'poll-interval': '200ms' };
}, 10 * MINUTES);

afterAll(async () => {
  await witness.finish();
  await bench.close();
});

const unstick = () => Promise.all(ALL.map((_, index) => lab.inject({ kind: 'unstick', nodeId: index + 1 })));
afterEach(unstick);

/** Where a run is killed: at a line of its log, or while a call of it is held. */
interface Moment {
  readonly until: RegExp | HoldOrder;
  /** Only after a stop that it decided itself: what an earlier run left is brought to its end before. */
  readonly inFlight: boolean;
}

const at = (until: RegExp): Moment => ({ until, inFlight: false });
const before = (call: string, about = ''): Moment => ({
  until: { call, about, when: 'before' },
  inFlight: false,
});
const after = (call: string, about = ''): Moment => ({
  until: { call, about, when: 'after' },
  inFlight: false,
});
const inFlight = ({ until }: Moment): Moment => ({ until, inFlight: true });

interface Step {
  readonly moment: string;
  readonly kill: Moment;
  /** How many stops and starts there were by then in its cycle. */
  readonly moves: number;
  /** The stop that was announced may still be carried out, for a minute, by a run that is not dead: the next one comes later. */
  readonly later?: boolean;
  /** Its instance is not to be `running` before the kill. */
  readonly stuck?: boolean;
}

/** A cycle of three nodes each: a run that is killed is continued by the next one, until that one is killed. */
const CYCLES: readonly (readonly Step[])[] = [
  [
    { moment: 'the cycle is open', kill: at(/cycle \S+ is open/), moves: 0 },
    { moment: 'the stop is recorded', kill: before('CreateTags', INTENT), moves: 0, later: true },
    { moment: 'the instance is tagged', kill: after('CreateTags', INTENT), moves: 0, later: true },
    { moment: 'right before StopInstances', kill: before('StopInstances'), moves: 0, later: true },
    { moment: 'right after StopInstances', kill: after('StopInstances'), moves: 1 },
    { moment: 'the cluster saw it leave', kill: inFlight(before('StartInstances')), moves: 3 },
    { moment: 'the cycle is closed', kill: after('slack', 'completed'), moves: 6 },
  ],
  [
    { moment: 'right after StartInstances', kill: inFlight(after('StartInstances')), moves: 2 },
    {
      moment: 'its stop is recorded as over',
      kill: inFlight(at(/waiting for broker-\d to start/)),
      moves: 4,
      stuck: true,
    },
    { moment: 'its instance runs', kill: inFlight(at(/waiting for broker-\d to be back in sync/)), moves: 6 },
  ],
  [
    { moment: 'it is in sync', kill: inFlight(at(/finish broker-\d/)), moves: 2 },
    { moment: 'its restart is recorded', kill: inFlight(before('DeleteTags', INTENT)), moves: 4 },
    { moment: 'its tag is removed', kill: inFlight(after('DeleteTags', INTENT)), moves: 6 },
  ],
];

/** How far the clock of the next run is ahead, in milliseconds. */
let ahead = 0;

const clock = (): { readonly NODE_OPTIONS: string } => {
  const script = `const now = Date.now; Date.now = () => now() + ${String(ahead)};`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
};

async function killed({ kill: { until, inFlight: own }, stuck = false }: Step): Promise<ActionOutcome> {
  const hold = until instanceof RegExp ? undefined : until;
  const order = async (): Promise<void> => {
    if (hold !== undefined) await lab.inject({ kind: 'hold', ...hold });
  };
  if (!own) await order();
  const run = await watch(bench, { inputs, env: clock() });
  if (own) {
    await run.next(/stop broker-\d: /);
    if (stuck) for (const nodeId of [1, 2, 3]) await lab.inject({ kind: 'stick', nodeId, in: 'pending' });
    await order();
  }
  if (until instanceof RegExp) await run.next(until);
  else await run.meanwhile(lab.untilHeld());
  run.child.kill('SIGKILL');
  const outcome = await run.finished;
  expect(outcome.exitCode).toBe(137);
  return outcome;
}

const records = (): Promise<StateRecord[]> =>
  stateRecords(lab, '_rolling-reboot').catch((): StateRecord[] => []);
const cyclesOf = (of: readonly StateRecord[]): string[] => [...new Set(of.map(({ cycle }) => cycle))];

async function expectWell(): Promise<void> {
  expect((await lab.instances()).map(({ state }) => state)).toEqual(['running', 'running', 'running']);
  expect(await intentTags(lab)).toEqual([]);
  expect(await underReplicated(lab)).toBe(0);
}

async function expectCompleted(cycles: readonly string[]): Promise<void> {
  const { outputs } = await bench.run({ inputs, env: clock() });
  expect(outputs).toMatchObject({ status: 'completed', remaining: '[]' });
  expect([outputs['cycle-id']]).toEqual(cycles);
  expect((JSON.parse(outputs['restarted'] ?? '[]') as string[]).toSorted()).toEqual(ALL);
}

describe.each(CYCLES.map((steps) => ({ steps })))(
  'a run that is killed is continued by the next one',
  ({ steps }) => {
    let [movesBefore, recordsBefore] = [0, 0];

    beforeAll(async () => {
      [movesBefore, recordsBefore] = [(await bench.moves()).length, (await records()).length];
      ahead = 0;
    });

    const moves = async () => (await bench.moves()).slice(movesBefore);
    const own = async () => (await records()).slice(recordsBefore);

    test.each(steps)(
      'killed: $moment',
      async (step) => {
        const [known] = cyclesOf(await own());
        const { log } = await killed(step);
        const [cycle, ...others] = cyclesOf(await own());
        const told = /cycle (\S+) continues/.exec(log)?.[1];
        expect([others, told]).toEqual([[], known]);
        expect(cycle).toBe(known ?? cycle);
        expect(await moves()).toHaveLength(step.moves);
        if (step.later === true) ahead += 2 * MINUTES;
      },
      2 * MINUTES,
    );

    test(
      'in the end each node was stopped once and started before the next one was stopped, and all is well',
      async () => {
        if ((await own()).at(-1)?.state !== 'cycle-closed') await expectCompleted(cyclesOf(await own()));
        const made = await moves();
        const nodes = made.filter((_, index) => index % 2 === 0).map((move) => move.split(' ')[1] ?? '');
        expect(nodes.toSorted()).toEqual(ALL);
        expect(made).toEqual(nodes.flatMap((name) => [`StopInstances ${name}`, `StartInstances ${name}`]));
        expect((await own()).at(-1)?.state).toBe('cycle-closed');
        await expectWell();
      },
      2 * MINUTES,
    );
  },
);

test('a cycle that was closed is not continued, though its run was killed then', async () => {
  const states = (await records()).map(({ state }) => state);
  expect(states.filter((state) => state === 'cycle-opened')).toHaveLength(CYCLES.length);
  expect(states.filter((state) => state === 'cycle-closed')).toHaveLength(CYCLES.length);
});

test(
  'through all of it no record is lost, none out of order and none refused',
  async () => {
    const verdict = await witness.finish();
    expect(verdict).toMatchObject({ lost: 0, reordered: 0, refused: 0 });
    expect(verdict.acknowledged).toBeGreaterThan(1000);
  },
  MINUTES,
);
