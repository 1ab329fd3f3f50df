// Wall time of a serial cycle on a real cluster in the lab against the sum of each node's stop, start and catch-up.
import type { StepTimes } from '../../actions/rolling-reboot/src/core/progress.ts';
import { RebootBench, reportOf } from '../e2e/reboot-bench.ts';

const POLL = 300;
const CHECKS = 3;

await using bench = await RebootBench.open();
const inputs = { 'poll-interval': `${String(POLL)}ms`, 'stability-checks': String(CHECKS) };
const { status, startedAt, endedAt, nodes } = await reportOf(await bench.run({ inputs }));
const steps = nodes.map(({ times }) => worked(times));
const bound = steps.reduce((total, each) => total + each, 0);
const stability = nodes.length * CHECKS * POLL;
const wall = endedAt - startedAt;
const over = ((wall - bound - stability) / bound) * 100;
console.log(
  `${status}: ${String(nodes.length)} nodes, stop + start + catch-up ${steps.map(seconds).join(' + ')} s`,
);
console.log(
  `wall ${seconds(wall)} s = ${(wall / bound).toFixed(2)} x the bound of ${seconds(bound)} s; ` +
    `${over.toFixed(1)} % of it beyond the stability window of ${seconds(stability)} s`,
);

/** From the stop until it is back in sync, in milliseconds. */
function worked({ stopRequested, back }: StepTimes): number {
  return (back ?? Number.NaN) - (stopRequested ?? Number.NaN);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
