/**
 * What a cycle leaves in the state topic, and what a later run reads from it. Times are milliseconds since the epoch.
 * A cycle is open until it is closed or abandoned; a halt keeps it open, so that the next run continues it.
 */
import { formatDuration } from '../../../../lib/core/duration.ts';
import { openCycleRecords } from '../../../../lib/core/open-cycle.ts';
import { openSteps } from '../../../../lib/core/open-steps.ts';
import type { RestartBy } from './decision.ts';
import type { Instance, KafkaNode, NodeName } from './node.ts';
import type { FinishedNode, StepTimes } from './progress.ts';
import type { Certificate } from './safety.ts';

export interface Entry {
  readonly cycle: string;
  readonly at: number;
  /** The run of the action that wrote it. */
  readonly run: string;
}

export interface Intent extends Entry {
  readonly state: 'stopping';
  readonly node: NodeName;
  /** Not with one that only a tag tells of. */
  readonly certificate?: Certificate;
  /** The instance's LaunchTime before the stop: when it has changed, the node was stopped and started. */
  readonly launchTime: number;
  /** After this its owner drops the stop; until then others take the node for down. */
  readonly expires: number;
  readonly by: RestartBy;
}

/** An intent of which nothing more is known than whether the cluster saw its node leave. */
export interface OpenIntent extends Intent {
  readonly left: boolean;
}

export type LedgerRecord =
  | (Entry & {
      readonly state: 'cycle-opened';
      readonly nodes: readonly NodeName[];
      /** What was asked for, in words. */
      readonly selection: string;
    })
  | (Entry & {
      readonly state: 'topics';
      /** Of all topics that were seen when the cycle was opened, or a part of them. */
      readonly names: readonly string[];
    })
  | Intent
  | (Entry & { readonly state: 'stopped'; readonly node: NodeName; readonly underReplicated: number })
  | (Entry & { readonly state: 'left'; readonly node: NodeName })
  | (Entry & {
      readonly state: 'restarted';
      readonly node: NodeName;
      readonly times: StepTimes;
      readonly underReplicatedPeak: number;
    })
  | (Entry & { readonly state: 'not-stopped'; readonly node: NodeName })
  | (Entry & { readonly state: 'cycle-halted'; readonly because: string })
  | (Entry & { readonly state: 'cycle-paused'; readonly because: string })
  | (Entry & { readonly state: 'cycle-abandoned'; readonly because: string })
  | (Entry & { readonly state: 'cycle-closed'; readonly restarted: readonly NodeName[] });

export interface OpenCycle {
  readonly id: string;
  readonly openedAt: number;
  readonly nodes: readonly NodeName[];
  readonly selection: string;
  readonly finished: readonly FinishedNode[];
  /** Whether the ledger knows that it was opened; otherwise only tags tell of it. */
  readonly recorded: boolean;
}

/** The cycle that the last run left open, if any. Records of states that this version does not know are passed over. */
export function openCycle(records: readonly LedgerRecord[]): OpenCycle | undefined {
  const own = openCycleRecords(records);
  const last = own.findLast((record) => record.state === 'cycle-opened');
  if (last === undefined) return undefined;
  return {
    id: last.cycle,
    openedAt: last.at,
    nodes: last.nodes,
    selection: last.selection,
    finished: finishedNodes(own),
    recorded: true,
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

/** Stops that were announced and neither finished nor dropped: of any cycle, since its run may still be there. */
export function openIntents(records: readonly LedgerRecord[]): OpenIntent[] {
  return openSteps(records).flatMap(([intent, ...later]) =>
    intent?.state === 'stopping' ? [{ ...intent, left: later.some(({ state }) => state === 'left') }] : [],
  );
}

export type Continuation =
  | { readonly kind: 'new' }
  | { readonly kind: 'abandon'; readonly cycle: string; readonly because: string }
  | { readonly kind: 'continue'; readonly cycle: OpenCycle };

/** What this run is asked to do, to be compared with what the open cycle does. */
export interface Wanted {
  readonly selection: string;
  readonly selected: ReadonlySet<NodeName>;
  readonly nodes: readonly KafkaNode[];
  /** Milliseconds. */
  readonly cycleMaxAge: number;
}

/** Whether the open cycle is still the one to finish: not too old, of the same selection, all its nodes still there. */
export function continuation(cycle: OpenCycle | undefined, wanted: Wanted, now: number): Continuation {
  if (cycle === undefined) return { kind: 'new' };
  const because = abandonReason(cycle, wanted, now);
  return because === undefined ? { kind: 'continue', cycle } : { kind: 'abandon', cycle: cycle.id, because };
}

function abandonReason(cycle: OpenCycle, wanted: Wanted, now: number): string | undefined {
  const { cycleMaxAge, selection } = wanted;
  if (now - cycle.openedAt > cycleMaxAge) return `it was opened more than ${formatDuration(cycleMaxAge)} ago`;
  if (cycle.selection !== selection) return `it restarts ${cycle.selection}, now ${selection} are asked for`;
  const known = new Set(wanted.nodes.map(({ name }) => name));
  const gone = cycle.nodes.filter((name) => !known.has(name));
  if (gone.length > 0) return `${gone.join(', ')} is no node of the cluster any more`;
  const added = [...wanted.selected].filter((name) => !cycle.nodes.includes(name));
  return added.length > 0 ? `${added.join(', ')} was not part of it` : undefined;
}

/** Two machines' clocks may differ by so much, in milliseconds. */
const CLOCK_MARGIN = 10_000;

/** What became of an announced stop that its run did not live to report. */
export type IntentOutcome = 'restarted' | 'not-stopped' | 'still-open';

/** EC2 reboots an instance the hard way that has not shut down after four minutes, in milliseconds. */
const REBOOTS_WITHIN = 240_000;

/** How long an announced stop may wait for its EC2 call, in milliseconds; later its owner drops it. */
export const INTENT_LASTS = 60_000;

/** It was announced before this run fenced its owner, whatever a clock that is far ahead of ours wrote. */
export const announcedBefore = (fencedAt: number, intent: OpenIntent): OpenIntent => ({
  ...intent,
  expires: Math.min(intent.expires, fencedAt + INTENT_LASTS),
});

/** Until when the announced stop or reboot may still take place, in milliseconds since the epoch. */
export const openUntil = ({ expires, by }: Intent): number =>
  expires + CLOCK_MARGIN + (by === 'reboot' ? REBOOTS_WITHIN : 0);

/** What tells whether a node went down after its stop was announced. */
export interface IntentEvidence {
  readonly instance: Instance;
  /** When the last absence of the node began that this run saw; undefined when it saw none. */
  readonly lastAway: number | undefined;
  readonly now: number;
}

/**
 * Judged only when the cluster is well, and not before the instance runs. LaunchTime tells whether it was stopped in
 * between; after a reboot, which does not change it, only that somebody saw the node away while it could take place.
 */
export function judgeIntent(intent: OpenIntent, { instance, lastAway, now }: IntentEvidence): IntentOutcome {
  if (instance.state !== 'running') return 'still-open';
  if (instance.launchTime !== intent.launchTime) return 'restarted';
  if (intent.by === 'reboot' && (intent.left || isOfReboot(lastAway, intent))) return 'restarted';
  return now > openUntil(intent) ? 'not-stopped' : 'still-open';
}

/** An absence before the announcement, or after the last moment of the reboot, had another cause. */
export const isOfReboot = (lastAway: number | undefined, intent: Intent): boolean =>
  lastAway !== undefined && lastAway >= intent.at && lastAway <= openUntil(intent);
