import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Fault } from '../../lab/aws/fault.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { startWitness, type Witness } from '../../lab/witness.ts';
import { createTopic, underReplicated } from '../e2e/lab-kafka.ts';
import { RebootBench, reportOf } from '../e2e/reboot-bench.ts';
import { fillTopic } from './fill-topic.ts';
import { type WatchedRun, watch } from './watched-run.ts';

const MINUTES = 60_000;
/** It is not restarted by these cycles: something else befalls it. */
const BYSTANDER = 5;
const QUICK = { 'stability-checks': '2', 'poll-interval': '200ms' };
const TWO = { ...QUICK, nodes: 'broker-2,broker-4' };

let lab: Lab;
let temp: string;
let bench: RebootBench;
let witness: Witness;
let moved: number;
let running: WatchedRun | undefined;

beforeAll(async () => {
  lab = await startLab({ brokers: 5 });
  temp = await mkdtemp(path.join(tmpdir(), 'chaos-'));
  bench = new RebootBench(lab, temp);
  await createTopic(lab, 'orders', 10);
  await createTopic(lab, 'bulk', 5);
  witness = await startWitness({ brokers: lab.bootstrapBrokers, topic: 'orders' });
}, 10 * MINUTES);

afterAll(async () => {
  await witness.finish();
  await lab.close();
  await rm(temp, { recursive: true, force: true });
});

beforeEach(async () => {
  moved = (await bench.moves()).length;
});

/** A test that failed must not leave a run and its faults to the next one. */
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.finished;
  running = undefined;
  for (const nodeId of [2, 4]) await lab.inject({ kind: 'unstick', nodeId });
});

/** What this test has moved, such as `StopInstances 2`. */
const moves = async (): Promise<string[]> => (await bench.moves()).slice(moved);

const restartsOf = (...nodes: readonly number[]): string[] =>
  nodes.flatMap((node) => [`StopInstances ${String(node)}`, `StartInstances ${String(node)}`]);

interface MidCycle {
  readonly run: WatchedRun;
  /** The node that is down until `letGo`, and the one that would be next. */
  readonly first: number;
  readonly second: number;
  readonly letGo: () => Promise<unknown>;
}

/** A run over two nodes that has stopped the first of them, whose instance stays `stopping` until it is let go. */
async function midCycle(inputs: Readonly<Record<string, string>> = {}): Promise<MidCycle> {
  const nodes = [2, 4];
  await Promise.all(nodes.map((nodeId) => lab.inject({ kind: 'stick', nodeId, in: 'stopping' })));
  const run = await watch(bench, { inputs: { ...TWO, ...inputs } });
  running = run;
  // Which one is first depends on who is the active controller.
  const line = await run.next(/waiting for broker-\d to stop/);
  const [first = 0, second = 0] = line.includes('broker-2') ? nodes : nodes.toReversed();
  const letGo = () => Promise.all(nodes.map((nodeId) => lab.inject({ kind: 'unstick', nodeId })));
  return { run, first, second, letGo };
}

async function expectAllWell(): Promise<void> {
  expect((await lab.instances()).map(({ state }) => state)).toEqual(Array(5).fill('running'));
  expect(await underReplicated(lab)).toBe(0);
}

test(
  'five nodes: each is restarted once, one at a time, and no write is refused',
  async () => {
    const outcome = await bench.run({ inputs: QUICK });
    expect(outcome.outputs['status']).toBe('completed');
    const order = (await reportOf(outcome)).certificates.map(({ node }) => Number(node.split('-')[1]));
    expect(order.toSorted()).toEqual([1, 2, 3, 4, 5]);
    expect(await moves()).toEqual(restartsOf(...order));
    expect(witness.verdictSoFar().refused).toBe(0);
    await expectAllWell();
  },
  4 * MINUTES,
);

describe('while a node is in flight, another one', () => {
  test.each<{ what: string; fault: Fault; heal?: Fault; nextRun: readonly string[] }>([
    {
      what: 'dies by itself',
      fault: { kind: 'signal', nodeId: BYSTANDER, signal: 'SIGKILL' },
      heal: { kind: 'start-process', nodeId: BYSTANDER },
      nextRun: [],
    },
    {
      what: 'is stopped by somebody else',
      fault: { kind: 'stop-instance', nodeId: BYSTANDER },
      nextRun: [`StartInstances ${String(BYSTANDER)}`],
    },
  ])(
    '$what: its own node comes back, nothing more is stopped, and the next run goes on',
    async ({ fault, heal, nextRun }) => {
      const { run, first, second, letGo } = await midCycle({ 'sync-timeout': '12s' });
      await lab.inject(fault);
      await letGo();
      const outcome = await run.finished;
      expect(outcome.exitCode).toBe(1);
      expect(outcome.outputs['status']).toBe('halted');
      expect(outcome.log).toMatch(/::(warning|error)::.*broker 5 .*/);
      expect(await moves()).toEqual(restartsOf(first));
      const states = (await lab.instances()).map(({ nodeId, state }) => [nodeId, state]);
      expect(states).toContainEqual([first, 'running']);

      if (heal !== undefined) await lab.inject(heal);
      const again = await bench.run({ inputs: TWO });
      expect(again.outputs).toMatchObject({
        status: 'completed',
        'cycle-id': outcome.outputs['cycle-id'],
      });
      expect(await moves()).toEqual([...restartsOf(first), ...nextRun, ...restartsOf(second)]);
      await expectAllWell();
    },
    4 * MINUTES,
  );

  test(
    'hangs, and answers with an old picture later: nothing is stopped until all agree again',
    async () => {
      const { run, first, second, letGo } = await midCycle();
      await lab.inject({ kind: 'signal', nodeId: BYSTANDER, signal: 'SIGSTOP' });
      await letGo();
      await run.next(/broker-\d to be back in sync: broker 5 /);
      expect(await moves()).toEqual(restartsOf(first));
      await lab.inject({ kind: 'signal', nodeId: BYSTANDER, signal: 'SIGCONT' });
      const outcome = await run.finished;
      expect(outcome.outputs['status']).toBe('completed');
      expect(await moves()).toEqual(restartsOf(first, second));
      await expectAllWell();
    },
    4 * MINUTES,
  );
});

test(
  'a node that catches up slowly is waited for, and the log says for which partition and which broker',
  async () => {
    const { run, first, second, letGo } = await midCycle();
    await fillTopic(lab, 'bulk', 15);
    await lab.inject({ kind: 'throttle', bytesPerSecond: 50_000 });
    await letGo();
    const behind =
      /to be back in sync: \d+ under-replicated partitions?, such as \S+ \(in sync: .*; missing: \d\)/;
    await run.next(behind);
    expect(await moves()).toEqual(restartsOf(first));
    await lab.inject({ kind: 'unthrottle' });
    const outcome = await run.finished;
    expect(outcome.outputs['status']).toBe('completed');
    expect(await moves()).toEqual(restartsOf(first, second));
    await expectAllWell();
  },
  4 * MINUTES,
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
