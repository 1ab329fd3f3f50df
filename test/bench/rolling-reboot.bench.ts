// Virtual time of a cycle against the least that is possible, and against other ways to do it; with the partitions that
// each would have put under min.insync.replicas. Three racks, replication factor 3, min.insync.replicas 2, 300 replicas
// a broker, three controllers apart. A slow node takes twice as long.
//   npm run bench -- rolling-reboot        for 30, 99 and 999 brokers; BENCH_BROKERS=99 for 99 alone
import process from 'node:process';
import { formatDuration } from '../../lib/core/duration.ts';
import { type BigCluster, bigCluster } from '../builders/big-cluster.ts';
import { alike, leastFor, planned, straggling } from './measure-plan.ts';
import {
  barrierBatches,
  type Durations,
  makespan,
  mostTogether,
  type Outage,
  rackAtATime,
  serial,
} from './strategies.ts';
import { underMinimum } from './under-minimum.ts';

const SIZES = (process.env['BENCH_BROKERS'] ?? '30 99 999').split(' ').map(Number);

for (const brokers of SIZES) {
  // A plan for 999 brokers takes seconds for each width: the map that is not aware of racks is left to the small ones.
  for (const rackUnaware of brokers > 100 ? [0] : [0, 1]) {
    const cluster = bigCluster({ brokers, partitions: brokers * 100, rackUnaware });
    const shape = `${String(brokers)} brokers, ${String(rackUnaware)} % of the partitions not spread over the racks`;
    compare(cluster, alike, `${shape}, all steps alike`);
    compare(cluster, straggling(cluster), `${shape}, one node in twenty slow`);
  }
}

function compare(cluster: BigCluster, durations: Durations, title: string): void {
  console.log(`-- ${title}`);
  const { nodes, seen } = cluster;
  const partitions = seen.views[0]?.partitions ?? [];
  const show = (name: string, width: number, outages: readonly Outage[]): void => {
    const { bound, plain } = leastFor(cluster, durations, width);
    const lasts = makespan(outages);
    const under = underMinimum(partitions, outages, 2);
    console.log(
      `${name.padEnd(26)} ${formatDuration(lasts).padStart(8)}  ${(lasts / bound.lasts).toFixed(2)} x the bound (${bound.kind}), ` +
        `${(lasts / plain).toFixed(2)} x the plain sums  ` +
        `at most ${String(mostTogether(outages))} down, ${String(under)} partitions under min ISR`,
    );
  };
  const tenth = Math.floor(nodes.length / 10);
  const third = Math.ceil(nodes.length / 3);
  // A tenth leaves the last round of each rack nearly empty, a third of a rack fills all rounds and the voters come after.
  for (const width of [1, tenth, Math.floor(nodes.length / 9), third, nodes.length]) {
    const started = process.cpuUsage().user;
    show(`ours, width ${String(width)}`, width, ours(cluster, durations, width));
    console.log(
      `${' '.repeat(26)} planned in ${String(Math.round((process.cpuUsage().user - started) / 1000))} ms of CPU`,
    );
  }
  show('serial', 1, serial(nodes, durations));
  show(`barrier batches of ${String(tenth)}`, tenth, barrierBatches(nodes, durations, tenth));
  show('rack at a time', third, rackAtATime(nodes, durations));
}

function ours(cluster: BigCluster, durations: Durations, width: number): Outage[] {
  const { steps, problems } = planned(cluster, durations, width);
  if (problems.length > 0) throw new Error(problems.map(({ what }) => what).join('; '));
  const by = new Map(cluster.nodes.map((node) => [node.name, node]));
  return steps.flatMap(({ node: name, from, to }) => {
    const node = by.get(name);
    return node === undefined ? [] : [{ node, from, to: to ?? Infinity }];
  });
}
