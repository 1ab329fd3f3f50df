/**
 * What a cycle leaves in the state topic, and what a later run reads from it. Times are milliseconds since the epoch.
 * A cycle is open until it is closed or abandoned; a halt keeps it open, so that the next run continues it.
 */
import type { Instance, KafkaNode, NodeName } from './node.ts';
import type { FinishedNode, StepTimes } from './progress.ts';
import type { Certificate } from './safety.ts';

interface Entry {
  readonly cycle: string;
  readonly at: number;
  /** The run of the action that wrote it. */
  readonly run: string;
}

export interface Intent extends Entry {
  readonly state: 'stopping';
  readonly node: NodeName;
  readonly certificate: Certificate;
  /** The instance's LaunchTime before the stop: when it has changed, the node was stopped and started. */
  readonly launchTime: number;
  /** After this its owner drops the stop; until then others take the node for down. */
  readonly expires: number;
}

export type LedgerRecord =
  | (Entry & { readonly state: 'cycle-opened'; readonly nodes: readonly NodeName[] })
  | Intent
  | (Entry & { readonly state: 'stopped'; readonly node: NodeName; readonly underReplicated: number })
  | (Entry & { readonly state: 'started'; readonly node: NodeName })
  | (Entry & {
      readonly state: 'restarted';
      readonly node: NodeName;
      readonly times: StepTimes;
      readonly underReplicatedPeak: number;
    })
  | (Entry & { readonly state: 'not-stopped'; readonly node: NodeName })
  | (Entry & { readonly state: 'cycle-halted' | 'cycle-abandoned'; readonly because: string })
  | (Entry & { readonly state: 'cycle-closed'; readonly restarted: readonly NodeName[] });

/** An open cycle is continued up to this age, in milliseconds. */
const CYCLE_MAX_AGE = 24 * 3_600_000;

export interface OpenCycle {
  readonly id: string;
  readonly openedAt: number;
  readonly nodes: readonly NodeName[];
  readonly finished: readonly FinishedNode[];
  /** Stops that were announced and neither finished nor dropped. */
  readonly intents: readonly Intent[];
}

/** The cycle that the last run left open, if any. Records of states that this version does not know are passed over. */
export function openCycle(records: readonly LedgerRecord[]): OpenCycle | undefined {
  const last = records.findLast((record) => record.state === 'cycle-opened');
  if (last?.state !== 'cycle-opened') return undefined;
  const own = records.filter(({ cycle }) => cycle === last.cycle);
  if (own.some(({ state }) => state === 'cycle-closed' || state === 'cycle-abandoned')) return undefined;
  return {
    id: last.cycle,
    openedAt: last.at,
    nodes: last.nodes,
    finished: finishedNodes(own),
    intents: openIntents(own),
  };
}

/** A record may be there twice: an append whose answer was lost is sent again. */
function finishedNodes(records: readonly LedgerRecord[]): FinishedNode[] {
  const finished = records.flatMap((record) => (record.state === 'restarted' ? [asFinished(record)] : []));
  return [...new Map(finished.map((each) => [each.node, each])).values()];
}

const asFinished = (record: Extract<LedgerRecord, { state: 'restarted' }>): FinishedNode => ({
  node: record.node,
  by: 'earlier-run',
  times: record.times,
  underReplicatedPeak: record.underReplicatedPeak,
});

function openIntents(records: readonly LedgerRecord[]): Intent[] {
  const open = new Map<NodeName, Intent>();
  for (const record of records) {
    if (record.state === 'stopping') open.set(record.node, record);
    if (record.state === 'restarted' || record.state === 'not-stopped') open.delete(record.node);
  }
  return [...open.values()];
}

export type Continuation =
  | { readonly kind: 'new' }
  | { readonly kind: 'abandon'; readonly cycle: string; readonly because: string }
  | { readonly kind: 'continue'; readonly cycle: OpenCycle };

/** Whether the open cycle is still the one to finish: not too old, and of the same nodes. */
export function continuation(
  cycle: OpenCycle | undefined,
  nodes: readonly KafkaNode[],
  now: number,
): Continuation {
  if (cycle === undefined) return { kind: 'new' };
  if (now - cycle.openedAt > CYCLE_MAX_AGE) {
    return { kind: 'abandon', cycle: cycle.id, because: 'it was opened more than 24 hours ago' };
  }
  const names = (list: readonly NodeName[]): string => list.toSorted().join(', ');
  const wanted = names(nodes.map(({ name }) => name));
  if (names(cycle.nodes) !== wanted) {
    return {
      kind: 'abandon',
      cycle: cycle.id,
      because: `its nodes were ${names(cycle.nodes)}, now they are ${wanted}`,
    };
  }
  return { kind: 'continue', cycle };
}

/** What became of an announced stop that its run did not live to report. */
export type IntentOutcome = 'restarted' | 'not-stopped' | 'still-open';

/** Judged only when the node is running and the cluster is well: LaunchTime tells whether it was stopped in between. */
export function judgeIntent(intent: Intent, instance: Instance, now: number): IntentOutcome {
  if (instance.launchTime !== intent.launchTime) return 'restarted';
  return now > intent.expires ? 'not-stopped' : 'still-open';
}
