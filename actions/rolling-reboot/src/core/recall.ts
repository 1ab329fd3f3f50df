/**
 * What earlier runs left, put together from the state topic and the instances' tags. Any one of them is enough: the
 * topic may have been deleted, or its only replica may have lost its last records; a tag may not have been written yet.
 * LaunchTime tells whether a stop that a tag announced took place. Pure.
 */
import {
  INTENT_LASTS,
  type LedgerRecord,
  openCycle,
  type OpenCycle,
  type OpenIntent,
  openIntents,
} from './ledger.ts';
import type { Instance, KafkaNode, NodeName } from './node.ts';
import type { FinishedNode } from './progress.ts';
import { DONE_TAG, INTENT_TAG, type Mark, readMark } from './tags.ts';

export interface Traces {
  readonly records: readonly LedgerRecord[];
  readonly nodes: readonly KafkaNode[];
  readonly instances: readonly Instance[];
}

export interface Recalled {
  readonly cycle: OpenCycle | undefined;
  /** Stops that were announced, in whatever cycle, and neither finished nor dropped. */
  readonly intents: readonly OpenIntent[];
}

/** `selection` is what this run is asked for, in words, and `selected` the nodes that it means. */
export interface Asked {
  readonly selection: string;
  readonly selected: ReadonlySet<NodeName>;
}

export function recall(traces: Traces, asked: Asked): Recalled {
  const intents = announced(traces);
  const open = openCycle(traces.records);
  const tagged = newestMark(traces);
  const isNews = tagged !== undefined && !isRecorded(tagged, traces.records);
  const cycle = isNews ? cycleOfTags(tagged, traces, asked) : open;
  return { intents, cycle: cycle && { ...cycle, finished: withTagged(cycle, traces) } };
}

/** The ledger knows how the cycle of the tag began or ended, or it knows a later one. */
const isRecorded = (mark: Mark, records: readonly LedgerRecord[]): boolean =>
  records.some(
    ({ state, cycle, at }) =>
      (BOUNDS.has(state) && cycle === mark.cycle) || (state === 'cycle-opened' && at > mark.at),
  );

const BOUNDS: ReadonlySet<LedgerRecord['state']> = new Set([
  'cycle-opened',
  'cycle-closed',
  'cycle-abandoned',
]);

const tagOf = (node: KafkaNode, key: string, { instances }: Traces): Mark | undefined =>
  readMark(instances.find(({ id }) => id === node.instance)?.tags[key]);

const marks = (traces: Traces, key: string): Mark[] =>
  traces.nodes.flatMap((node) => tagOf(node, key, traces) ?? []);

/** Done tags first: they tell when their cycle began, an intent only when it was announced. */
function newestMark(traces: Traces): Mark | undefined {
  const done = marks(traces, DONE_TAG);
  const intents = marks(traces, INTENT_TAG).filter(({ cycle }) => !done.some((mark) => mark.cycle === cycle));
  return [...done, ...intents].toSorted((a, b) => b.at - a.at)[0];
}

/** A cycle that only tags tell of; undefined when it has nothing left to do, so that it was closed or might have been. */
function cycleOfTags({ cycle: id, at }: Mark, traces: Traces, asked: Asked): OpenCycle | undefined {
  const done = new Set(taggedDone(id, traces));
  const open = traces.nodes.filter(({ name, parked }) => asked.selected.has(name) && !parked);
  const isOpen = marks(traces, INTENT_TAG).some(({ cycle }) => cycle === id);
  if (!isOpen && open.every(({ name }) => done.has(name))) return undefined;
  const isSame = id.endsWith(`-${fingerprint(asked.selection)}`);
  return {
    id,
    openedAt: at,
    nodes: [...new Set([...done, ...asked.selected])],
    selection: isSame ? asked.selection : 'what only its lost records could tell',
    finished: [],
    recorded: false,
  };
}

const taggedDone = (cycle: string, traces: Traces): NodeName[] =>
  traces.nodes.filter((node) => tagOf(node, DONE_TAG, traces)?.cycle === cycle).map(({ name }) => name);

/** Only tags of this very cycle count: an older one's never make a node finished. */
function withTagged({ id, nodes, finished }: OpenCycle, traces: Traces): FinishedNode[] {
  const known = new Set(finished.map(({ node }) => node));
  const tagged = taggedDone(id, traces).filter((name) => nodes.includes(name) && !known.has(name));
  return [
    ...finished,
    ...tagged.map((node) => ({ node, by: 'earlier-run', times: {}, underReplicatedPeak: 0 }) as const),
  ];
}

function announced(traces: Traces): OpenIntent[] {
  const recorded = openIntents(traces.records);
  const names = new Set(recorded.map(({ node }) => node));
  const others = traces.nodes.filter(({ name }) => !names.has(name));
  return [...recorded, ...others.flatMap((node) => taggedIntent(node, traces))];
}

/** An intent that the ledger does not know, by its tag; none where the ledger says that it is over. */
function taggedIntent({ name, instance: id }: KafkaNode, { records, instances }: Traces): OpenIntent[] {
  const instance = instances.find((each) => each.id === id);
  const mark = readMark(instance?.tags[INTENT_TAG]);
  if (instance === undefined || mark === undefined) return [];
  const { cycle, at, by = 'stop-start' } = mark;
  const isOver = records.some(
    (record) =>
      (record.state === 'restarted' || record.state === 'not-stopped') &&
      record.node === name &&
      record.cycle === cycle &&
      record.at >= at,
  );
  if (isOver) return [];
  // EC2 counts LaunchTime in seconds.
  const relaunched = instance.launchTime >= Math.floor(at / 1000) * 1000;
  const base = { state: 'stopping', cycle, node: name, at, run: 'known by its tag' } as const;
  const launchTime = relaunched ? 0 : instance.launchTime;
  return [{ ...base, launchTime, expires: at + INTENT_LASTS, by, left: false }];
}

/**
 * The end of a cycle's id, so that its tags alone tell what it restarts: a run that is asked for something else does not
 * continue it. FNV-1a of 32 bits, http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function fingerprint(selection: string): string {
  let hash = 0x811c9dc5;
  for (const character of selection) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
