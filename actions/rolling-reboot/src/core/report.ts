import type { Problem } from '../../../../lib/core/problem.ts';
import { type ActualTimes, actualTimes } from './actual-times.ts';
import type { Comparison, Forecast } from './forecast.ts';
import type { BrokerId, KafkaNode, NodeName } from './node.ts';
import type { Plan } from './plan.ts';
import type { FinishedNode, Progress } from './progress.ts';
import type { Certificate } from './safety.ts';
import { eventsOf, type ScheduledEvent } from './scheduled-event.ts';
import { byLength, type Wait } from './waits.ts';

export type Status = 'completed' | 'paused' | 'halted' | 'planned' | 'nothing-to-do';

/** What a run did, as the JSON report says it; the summary and the outputs are renders of this. */
export interface Report {
  readonly status: Status;
  readonly cycle: string | null;
  /** This run continued a cycle that an earlier one left open. */
  readonly resumed: boolean;
  /** It paused for want of time alone: a run that begins at once goes on. */
  readonly goesOn: boolean;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly nodes: readonly ReportedNode[];
  readonly remaining: readonly NodeName[];
  readonly plan: Plan | null;
  /** Null where none was made, or where the simulated cycle does not end. */
  readonly forecast: Forecast | null;
  readonly actual: ActualTimes | null;
  /** Of a dry run. */
  readonly comparison: Comparison | null;
  readonly certificates: readonly Certificate[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
  /** What was waited for, the longest first. */
  readonly waits: readonly Wait[];
  readonly pollingBrokers: readonly BrokerId[];
  /** What AWS was going to do to the nodes, where that was asked for. */
  readonly events: readonly (ScheduledEvent & { readonly node: NodeName })[];
}

export interface ReportedNode extends FinishedNode {
  readonly role: 'broker' | 'controller' | 'broker and controller' | 'zookeeper';
  readonly zone: string;
  readonly instance: string;
  readonly did: 'restarted' | 'started' | 'in flight';
}

/** What a run gathers beside its progress while it goes on. */
export interface Diary {
  readonly startedAt: number;
  readonly forecast: Forecast | null;
  readonly certificates: readonly Certificate[];
  readonly warnings: readonly string[];
  readonly waits: readonly Wait[];
  readonly pollingBrokers: readonly BrokerId[];
}

export interface Ending {
  readonly status: Status;
  readonly endedAt: number;
  readonly problems: readonly Problem[];
  readonly plan: Plan | null;
  readonly comparison: Comparison | null;
}

export interface Scene {
  readonly progress: Progress;
  readonly nodes: readonly KafkaNode[];
  /** The nodes that the cycle restarts. */
  readonly selected: ReadonlySet<NodeName>;
  readonly events: readonly ScheduledEvent[];
}

export function makeReport(ending: Ending, scene: Scene, diary: Diary): Report {
  const { progress, nodes, selected } = scene;
  const by = new Map(nodes.map((node) => [node.name, node]));
  const finishedNames = new Set(progress.finished.map(({ node }) => node));
  const flying = progress.flights.map(({ node, times, underReplicatedPeak }) => ({
    node: node.name,
    by: 'this-run' as const,
    times,
    underReplicatedPeak,
  }));
  const described = (list: readonly FinishedNode[], did: ReportedNode['did']): ReportedNode[] =>
    list.flatMap((entry) => describeNode(entry, by.get(entry.node), did));
  return {
    status: ending.status,
    cycle: progress.cycle?.id ?? null,
    resumed: progress.cycle?.resumed ?? false,
    goesOn: false,
    startedAt: diary.startedAt,
    endedAt: ending.endedAt,
    nodes: [
      ...described(progress.recovered, 'started'),
      ...described(progress.finished, 'restarted'),
      ...described(flying, 'in flight'),
    ],
    remaining: nodes
      .filter(({ name, parked }) => selected.has(name) && !parked && !finishedNames.has(name))
      .map(({ name }) => name),
    plan: ending.plan,
    forecast: diary.forecast,
    actual:
      ending.status === 'planned' ? null : actualTimes(diary.forecast, progress.finished, ending.endedAt),
    comparison: ending.comparison,
    certificates: diary.certificates,
    problems: ending.problems,
    warnings: diary.warnings,
    waits: byLength(diary.waits),
    pollingBrokers: diary.pollingBrokers,
    events: eventsByNode(scene),
  };
}

const eventsByNode = ({ nodes, events }: Scene): Report['events'] =>
  nodes.flatMap((node) => eventsOf(node, events).map((event) => ({ ...event, node: node.name })));

function describeNode(
  entry: FinishedNode,
  node: KafkaNode | undefined,
  did: ReportedNode['did'],
): ReportedNode[] {
  if (node === undefined) return [];
  const role = roleOf(node);
  return [{ ...entry, role, zone: node.zone, instance: node.instance, did }];
}

function roleOf({ broker, controller, zookeeper }: KafkaNode): ReportedNode['role'] {
  if (zookeeper) return 'zookeeper';
  if (!broker) return 'controller';
  return controller ? 'broker and controller' : 'broker';
}
