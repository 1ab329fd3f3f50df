// Virtual time of a cycle against the least that is possible, and against other ways to do it; with the partitions that
// each would have put under min.insync.replicas. Three racks, replication factor 3, min.insync.replicas 2, 300 replicas
// a broker, three controllers apart. A slow node takes twice as long.
import type { KafkaNode } from '../../actions/rolling-reboot/src/core/node.ts';
import { type Bound, lowerBounds } from '../../actions/rolling-reboot/src/core/lower-bound.ts';
import { plan } from '../../actions/rolling-reboot/src/core/plan.ts';
import { formatDuration } from '../../lib/core/duration.ts';
import { seededRandom } from '../../lib/core/seeded-random.ts';
import { type BigCluster, bigCluster } from '../builders/big-cluster.ts';
import { aSetting, SETTINGS } from '../builders/progress.ts';
import {
  barrierBatches,
  type Durations,
  makespan,
  mostTogether,
  type Outage,
  rackAtATime,
  serial,
  total,
} from './strategies.ts';
import { underMinimum } from './under-minimum.ts';

const TYPICAL = { stop: 80_000, start: 110_000, catchUp: 60_000 };
const POLL = 5_000;
const HOUR = 3_600_000;

for (const brokers of [30, 99, 999]) {
  // A plan for 999 brokers takes seconds for each width: the map that is not aware of racks is left to the small ones.
  for (const rackUnaware of brokers > 100 ? [0] : [0, 1]) {
    const cluster = bigCluster({ brokers, partitions: brokers * 100, rackUnaware });
    const shape = `${String(brokers)} brokers, ${String(rackUnaware)} % of the partitions not spread over the racks`;
    compare(cluster, () => TYPICAL, `${shape}, all steps alike`);
    compare(cluster, straggling(cluster), `${shape}, one node in twenty slow`);
  }
}

function straggling({ nodes }: BigCluster): Durations {
  const random = seededRandom(7);
  const slow = new Set(nodes.filter(() => random() < 0.05));
  const { stop, start, catchUp } = TYPICAL;
  const twice = { stop: stop * 2, start: start * 2, catchUp: catchUp * 2 };
  return (node) => (slow.has(node) ? twice : TYPICAL);
}

function compare({ nodes, seen }: BigCluster, durations: Durations, title: string): void {
  console.log(`-- ${title}`);
  const partitions = seen.views[0]?.partitions ?? [];
  const boundFor = (width: number): Bound | undefined =>
    lowerBounds(seen, settingFor(nodes, width), (node) => total(durations(node)))[0];
  const show = (name: string, width: number, outages: readonly Outage[]): void => {
    const least = boundFor(width);
    const lasts = makespan(outages);
    const ratio = (lasts / (least?.lasts ?? Number.NaN)).toFixed(2);
    const under = underMinimum(partitions, outages, 2);
    console.log(
      `${name.padEnd(26)} ${formatDuration(lasts).padStart(8)}  ${ratio.padStart(6)} x the bound (${least?.kind ?? '?'})  ` +
        `at most ${String(mostTogether(outages))} down, ${String(under)} partitions under min ISR`,
    );
  };
  const tenth = Math.floor(nodes.length / 10);
  const third = Math.ceil(nodes.length / 3);
  // A tenth leaves the last round of each rack nearly empty, a third of a rack fills all rounds and the voters come after.
  for (const width of [1, tenth, Math.floor(nodes.length / 9), third, nodes.length]) {
    const started = process.cpuUsage().user;
    show(`ours, width ${String(width)}`, width, ours({ nodes, seen }, durations, width));
    console.log(
      `${' '.repeat(26)} planned in ${String(Math.round((process.cpuUsage().user - started) / 1000))} ms of CPU`,
    );
  }
  show('serial', 1, serial(nodes, durations));
  show(`barrier batches of ${String(tenth)}`, tenth, barrierBatches(nodes, durations, tenth));
  show('rack at a time', third, rackAtATime(nodes, durations));
}

function settingFor(nodes: readonly KafkaNode[], width: number): ReturnType<typeof aSetting> {
  const limits = { stopTimeout: HOUR, startTimeout: HOUR, syncTimeout: HOUR };
  const settings = { ...SETTINGS, ...limits, pollInterval: POLL, maxUnavailable: { nodes: width } };
  return aSetting(nodes, { settings });
}

/** The plan that the action makes; each step lasts until the node is proved back. */
function ours({ nodes, seen }: BigCluster, durations: Durations, width: number): Outage[] {
  const { steps, problems } = plan(seen, settingFor(nodes, width), { durations, finished: [] });
  if (problems.length > 0) throw new Error(problems.map(({ what }) => what).join('; '));
  const by = new Map(nodes.map((node) => [node.name, node]));
  return steps.flatMap(({ node: name, from, to }) => {
    const node = by.get(name);
    return node === undefined ? [] : [{ node, from, to: to ?? Infinity }];
  });
}
