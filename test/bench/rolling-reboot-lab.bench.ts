// Wall time of a serial cycle on a real cluster in the lab against the sum of each node's stop, start and catch-up.
import type { StepTimes } from '../../actions/rolling-reboot/src/core/progress.ts';
import { RebootBench, reportOf } from '../e2e/reboot-bench.ts';

const POLL = 300;
const CHECKS = 3;
const inputs = { 'poll-interval': `${String(POLL)}ms`, 'stability-checks': String(CHECKS) };

await using bench = await RebootBench.open();
// The first one makes the state topic and the one of transactions.
for (const name of ['first cycle', 'second cycle']) await cycle(name);

async function cycle(name: string): Promise<void> {
  const { status, startedAt, endedAt, nodes } = await reportOf(await bench.run({ inputs }));
  const steps = nodes.map(({ times }) => worked(times));
  const bound = steps.reduce((total, each) => total + each, 0);
  // The cluster is watched before the first stop, and after each node.
  const stability = (nodes.length + 1) * CHECKS * POLL;
  const wall = endedAt - startedAt;
  const over = ((wall - bound - stability) / bound) * 100;
  console.log(
    `${name}: ${status}, ${String(nodes.length)} nodes, ` +
      `stop + start + catch-up ${steps.map(seconds).join(' + ')} s = ${seconds(bound)} s`,
  );
  console.log(
    `  wall ${seconds(wall)} s = ${(wall / bound).toFixed(2)} x that bound; ` +
      `${over.toFixed(1)} % of it beyond the stability window of ${seconds(stability)} s`,
  );
}

/** From the stop until it is back in sync, in milliseconds. */
function worked({ stopRequested, back }: StepTimes): number {
  return (back ?? Number.NaN) - (stopRequested ?? Number.NaN);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
