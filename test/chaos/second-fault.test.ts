import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { Fault } from '../../lab/aws/fault.ts';
import type { Lab } from '../../lab/lab.ts';
import type { ActionOutcome } from '../../lab/runner.ts';
import type { Witness } from '../../lab/witness.ts';
import { createTopic, underReplicated } from '../e2e/lab-kafka.ts';
import { RebootBench, reportOf } from '../e2e/reboot-bench.ts';
import { quorumOf, rolesTagged } from '../lab/cluster-seen.ts';
import { fillTopic } from './fill-topic.ts';
import { type WatchedRun, watch } from './watched-run.ts';

const MINUTES = 60_000;
const ALL = [1, 2, 3, 4, 5];
const QUICK = { 'stability-checks': '2', 'poll-interval': '200ms' };

let lab: Lab;
let bench: RebootBench;
let witness: Witness;
let moved: number;
let running: WatchedRun | undefined;

beforeAll(async () => {
  bench = await RebootBench.open({ brokers: 5 }, 10);
  lab = bench.lab;
  await createTopic(lab, 'bulk', 5);
  witness = await bench.witness();
}, 10 * MINUTES);

afterAll(async () => {
  await witness.finish();
  await bench.close();
});

beforeEach(async () => {
  moved = (await bench.moves()).length;
});

/** A test that failed must not leave a run and its faults to the next one. */
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.finished;
  running = undefined;
  await letGo(...ALL);
});

const letGo = (...nodes: readonly number[]) =>
  Promise.all(nodes.map((nodeId) => lab.inject({ kind: 'unstick', nodeId })));

/** What this test has moved, such as `StopInstances broker-2`. */
const moves = async (): Promise<string[]> => (await bench.moves()).slice(moved);

const restartsOf = (...nodes: readonly number[]): string[] =>
  nodes.flatMap((node) => [`StopInstances broker-${String(node)}`, `StartInstances broker-${String(node)}`]);

/** A run whose nodes stay `stopping` until they are let go. */
async function startStuck(inputs: Readonly<Record<string, string>> = {}): Promise<WatchedRun> {
  await Promise.all(ALL.map((nodeId) => lab.inject({ kind: 'stick', nodeId, in: 'stopping' })));
  return (running = await watch(bench, { inputs: { ...QUICK, ...inputs } }));
}

/** The node that is stuck next. Which one it is depends on who is the active controller. */
async function nextStuck(run: WatchedRun): Promise<number> {
  return Number(/waiting for broker-(\d)/.exec(await run.next(/waiting for broker-\d to stop/))?.[1]);
}

async function expectAllWell(): Promise<void> {
  expect((await lab.instances()).map(({ state }) => state)).toEqual(Array(5).fill('running'));
  expect(await underReplicated(lab)).toBe(0);
}

test('five combined nodes are five voters', async () => {
  expect(await rolesTagged(lab)).toEqual(ALL.map((id) => `broker,controller ${String(id)}`));
  expect(await quorumOf(lab)).toMatchObject({ voters: ALL, observers: [] });
});

test(
  'each of five nodes is restarted once, one at a time; one that hangs and one that catches up slowly are waited for',
  async () => {
    const run = await startStuck();
    const first = await nextStuck(run);
    const other = ALL.find((node) => node !== first) ?? 0;
    // It answers with an old picture later: nothing is stopped until all agree again.
    await lab.inject({ kind: 'signal', nodeId: other, signal: 'SIGSTOP' });
    await letGo(first);
    await run.next(new RegExp(`broker-${String(first)} to be back in sync: broker ${String(other)} `));
    expect(await moves()).toEqual(restartsOf(first));
    await lab.inject({ kind: 'signal', nodeId: other, signal: 'SIGCONT' });

    const second = await nextStuck(run);
    await fillTopic(lab, 'bulk', 15);
    await lab.inject({ kind: 'throttle', bytesPerSecond: 50_000 });
    await letGo(...ALL);
    // For which partition, and for which broker.
    const behind =
      /to be back in sync: \d+ under-replicated partitions?, such as \S+ \(in sync: .*; missing: \d\)/;
    await run.next(behind);
    expect(await moves()).toEqual(restartsOf(first, second));
    await lab.inject({ kind: 'unthrottle' });

    const outcome = await run.finished;
    expect(outcome.outputs['status']).toBe('completed');
    const order = (await reportOf(outcome)).certificates.map(({ node }) => Number(node.split('-')[1]));
    expect(order.toSorted()).toEqual(ALL);
    expect(await moves()).toEqual(restartsOf(...order));
    expect(witness.verdictSoFar().refused).toBe(0);
    await expectAllWell();
  },
  5 * MINUTES,
);

/** It is not restarted by this cycle: something else befalls it. */
const BYSTANDER = 5;
const THREE = { nodes: 'broker-2,broker-3,broker-4' };
/** What a dead process is waited for: longer would only make the halt later. */
const IMPATIENT = { ...THREE, 'sync-timeout': '12s' };

/** A run with a node of its own in flight while the bystander has a fault; and which node that was. */
async function disturbed(
  fault: Fault,
  inputs: Readonly<Record<string, string>>,
): Promise<{ readonly node: number; readonly outcome: ActionOutcome }> {
  const run = await startStuck(inputs);
  const node = await nextStuck(run);
  await lab.inject(fault);
  await letGo(...ALL);
  return { node, outcome: await run.finished };
}

test(
  'another node dies, then one is stopped by somebody else: its own node comes back first, and the next run goes on',
  async () => {
    const died = await disturbed({ kind: 'signal', nodeId: BYSTANDER, signal: 'SIGKILL' }, IMPATIENT);
    expect(died.outcome).toMatchObject({ exitCode: 1, outputs: { status: 'halted' } });
    expect(died.outcome.log).toMatch(/::(warning|error)::.*broker 5 .*/);
    expect(await moves()).toEqual(restartsOf(died.node));
    expect((await lab.instances()).map(({ state }) => state)).toEqual(Array(5).fill('running'));
    await lab.inject({ kind: 'start-process', nodeId: BYSTANDER });

    const stopped = await disturbed({ kind: 'stop-instance', nodeId: BYSTANDER }, THREE);
    expect(stopped.outcome).toMatchObject({ exitCode: 0, outputs: { status: 'completed' } });
    expect(stopped.outcome.outputs['cycle-id']).toBe(died.outcome.outputs['cycle-id']);
    const last = [2, 3, 4].find((node) => node !== died.node && node !== stopped.node) ?? 0;
    // What somebody stopped is started as soon as ours is up; nothing more is stopped before both are back.
    expect(await moves()).toEqual([
      ...restartsOf(died.node, stopped.node),
      `StartInstances broker-${String(BYSTANDER)}`,
      ...restartsOf(last),
    ]);
    await expectAllWell();
  },
  5 * MINUTES,
);

test(
  'cancelled while its node is stopping: killed 10 s later, its post step brings the node up',
  async () => {
    const cancel = new AbortController();
    await lab.inject({ kind: 'stick', nodeId: 2, in: 'stopping' });
    const run = await watch(bench, { inputs: { ...QUICK, nodes: 'broker-2' }, signal: cancel.signal });
    running = run;
    await run.next(/waiting for broker-2 to stop/);
    cancel.abort();
    await once(run.child, 'exit');
    await lab.inject({ kind: 'unstick', nodeId: 2 });
    const outcome = await run.finished;
    expect(outcome.exitCode).toBe(137);
    expect(await moves()).toEqual(restartsOf(2));
    expect(outcome.log).toContain('running or starting: i-');
    expect((await lab.instances()).map(({ state }) => state)).toEqual(Array(5).fill('running'));
  },
  4 * MINUTES,
);

test(
  'through all of it no record is lost and none out of order',
  async () => {
    const verdict = await witness.finish();
    expect(verdict).toMatchObject({ lost: 0, reordered: 0 });
    expect(verdict.acknowledged).toBeGreaterThan(1000);
  },
  2 * MINUTES,
);
