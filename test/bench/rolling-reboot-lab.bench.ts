// Wall time of serial cycles on real clusters in the lab against the sum of each node's stop, start and catch-up.
import type { StepTimes } from '../../actions/rolling-reboot/src/core/progress.ts';
import { RebootBench, reportOf } from '../e2e/reboot-bench.ts';

const POLL = 300;
const CHECKS = 3;
const inputs = { 'poll-interval': `${String(POLL)}ms`, 'stability-checks': String(CHECKS) };

for (const brokers of [3, 5]) {
  await using bench = await RebootBench.open({ brokers });
  // The first one makes the state topic and the one of transactions.
  for (const name of ['first cycle', 'second cycle']) await cycle(bench, name);
}

async function cycle(bench: RebootBench, name: string): Promise<void> {
  const { status, startedAt, endedAt, nodes } = await reportOf(await bench.run({ inputs }));
  const steps = nodes.map(({ times }) => worked(times));
  const bound = steps.reduce((total, each) => total + each, 0);
  // The cluster is watched before the first stop, and after each node.
  const stability = (nodes.length + 1) * CHECKS * POLL;
  const wall = endedAt - startedAt;
  const over = wall - bound - stability;
  // What a cycle costs once, however many nodes it has.
  const once = Math.min(...nodes.map(({ times }) => times.stopRequested ?? Infinity)) - startedAt;
  const onceOver = once - CHECKS * POLL;
  console.log(
    `${name} of ${String(nodes.length)} nodes: ${status}, ` +
      `stop + start + catch-up ${steps.map(seconds).join(' + ')} s = ${seconds(bound)} s`,
  );
  console.log(
    `  wall ${seconds(wall)} s = ${(wall / bound).toFixed(2)} x that bound; ${percent(over / bound)} of it beyond the stability window ` +
      `of ${seconds(stability)} s: ${percent(onceOver / bound)} before the first stop, ${percent((over - onceOver) / bound)} for all nodes`,
  );
}

/** From the stop until it is back in sync, in milliseconds. */
function worked({ stopRequested, back }: StepTimes): number {
  return (back ?? Number.NaN) - (stopRequested ?? Number.NaN);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}
