import { formatSize } from '../../../../lib/core/size.ts';
import { type Place, type Problem, problemAt } from '../../../../lib/core/problem.ts';
import { listItems } from './config-value.ts';
import { counted } from './counted.ts';
import { expectedBytes, isMore, type Kept } from './expected-bytes.ts';
import { type Effective, effectiveAfter, effectiveNow } from './effective.ts';
import { type Change, type ConfigChange, isConfigChange } from './operation.ts';
import { type BrokerStorage, ROOM_UNTOLD } from './replica-view.ts';
import { isRetention, retentionLimit } from './retention-limit.ts';
import type { Observation, ObservedTopic, TopicName } from './topic.ts';

/** A topic whose disks are to keep more than now. */
export interface Growing {
  readonly topic: TopicName;
  readonly now: Kept;
  readonly after: Kept;
  readonly place: Place;
}

/** The topics that will keep records longer, or more of them, as far as their values in force are known. */
export function growingTopics(
  changes: readonly Change[],
  observed: ReadonlyMap<TopicName, Observation>,
): Growing[] {
  const configs = changes.filter((change): change is Change<ConfigChange> =>
    isConfigChange(change.operation),
  );
  const byTopic = Map.groupBy(configs, ({ operation }) => operation.topic);
  return [...byTopic].flatMap(([topic, together]) => {
    const observation = observed.get(topic);
    return observation?.kind === 'present' ? (growing(observation.topic, together) ?? []) : [];
  });
}

function growing(topic: ObservedTopic, changes: readonly Change<ConfigChange>[]): Growing | undefined {
  const overrides = changes.map(({ operation: { name, after } }) => ({ name, value: after }));
  const [now, after] = [keptBy(effectiveNow(topic)), keptBy(effectiveAfter(topic, overrides))];
  const change = changes.find(({ operation }) => isRetention(operation.name)) ?? changes[0];
  if (change === undefined || now === undefined || after === undefined) return undefined;
  if (!isMore(now.time, after.time) && !isMore(now.bytes, after.bytes)) return undefined;
  return { topic: topic.name, now, after, place: change.place };
}

/** Undefined where it is not age and size that records are deleted by, or where those are not known. */
function keptBy(effective: Effective): Kept | undefined {
  if (!listItems(effective('cleanup.policy') ?? '').includes('delete')) return undefined;
  // The older records of a tiered topic are not on the disks.
  const isTiered = effective('remote.storage.enable')?.trim().toLowerCase() === 'true';
  const [time, bytes] = (['retention.ms', 'retention.bytes'] as const).map((name) =>
    retentionLimit(isTiered ? `local.${name}` : name, effective),
  );
  return time === undefined || bytes === undefined ? undefined : { time, bytes };
}

/**
 * Tells where topics would outgrow the disks of their brokers, and where that is not known: a full disk stops a broker.
 * It is told and not refused, as it is an estimate of what producers will write.
 */
export function growthWarnings(growing: readonly Growing[], storages: readonly BrokerStorage[]): Problem[] {
  const topics = new Map<string, Growing>(growing.map((each) => [each.topic, each]));
  const shares = storages.flatMap((storage) => sharesOn(storage, topics));
  return [
    ...growing.flatMap((each) => endless(each, shares)),
    ...storages.flatMap((storage) => withoutRoom(storage, shares)),
    ...unread(storages, named(growing.map(({ topic }) => topic)), shares),
  ];
}

/** What one broker holds of one topic, in bytes. */
interface Share {
  readonly broker: number;
  readonly room: number | null;
  readonly topic: string;
  readonly bytes: number;
  readonly expected: number;
}

function sharesOn(storage: BrokerStorage, topics: ReadonlyMap<string, Growing>): Share[] {
  if (storage.kind === 'unknown') return [];
  const { broker, usableBytes: room, replicas } = storage;
  return [...Map.groupBy(replicas, ({ topic }) => topic)].flatMap(([topic, held]) => {
    const found = topics.get(topic);
    if (found === undefined) return [];
    const bytes = sum(held.map((replica) => replica.bytes));
    const expected = sum(held.map((replica) => expectedBytes(replica.bytes, found)));
    return [{ broker, room, topic, bytes, expected }];
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

function endless({ topic, after, place }: Growing, shares: readonly Share[]): Problem[] {
  const own = shares.filter((share) => share.topic === topic && share.expected === Number.POSITIVE_INFINITY);
  const [largest] = own.toSorted((one, other) => other.bytes - one.bytes);
  if (largest === undefined) return [];
  const { broker, bytes, room } = largest;
  const keeps = after.time === 'infinite' ? 'all its records without end' : 'its records whatever their size';
  const left = room === null ? '' : `, and room for ${formatSize(room)} more`;
  const what = `${topic} is to keep ${keeps}: broker ${String(broker)} has ${formatSize(bytes)} of them now${left}`;
  return [
    problemAt(place, what, 'Give it a retention.bytes, or watch the disks: a full one stops its broker.'),
  ];
}

function withoutRoom(storage: BrokerStorage, shares: readonly Share[]): Problem[] {
  if (storage.kind === 'unknown' || storage.usableBytes === null) return [];
  const { broker, usableBytes } = storage;
  const own = shares.filter((share) => share.broker === broker && Number.isFinite(share.expected));
  const growth = sum(own.map(({ expected, bytes }) => expected - bytes));
  if (growth <= usableBytes) return [];
  const what =
    `${named(own.filter(({ expected, bytes }) => expected > bytes).map(({ topic }) => topic))} would grow by about ` +
    `${formatSize(growth)} there with the new retention, and its disks have room for ${formatSize(usableBytes)}`;
  return [{ where: `broker ${String(broker)}`, what, fix: 'Give its disks more room, or keep less.' }];
}

const MOST_NAMED = 3;

function named(topics: readonly string[]): string {
  const more = topics.length - MOST_NAMED;
  return `${topics.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${counted(more, 'topic')} more` : ''}`;
}

/** One for each reason: a right that is missing is missing at every broker. */
function unread(storages: readonly BrokerStorage[], topics: string, shares: readonly Share[]): Problem[] {
  const reasons = storages.map((storage) => ({
    broker: storage.broker,
    because: whyUnread(storage, shares),
  }));
  const byReason = Map.groupBy(reasons, ({ because }) => because);
  return [...byReason].flatMap(([because, silent]) => {
    if (because === null) return [];
    return [notKnown(`broker ${silent.map(({ broker }) => String(broker)).join(', ')}`, topics, because)];
  });
}

/** Where no broker could be asked. */
export const growthUnseen = (growing: readonly Growing[], because: string): Problem[] => [
  notKnown('the brokers', named(growing.map(({ topic }) => topic)), because),
];

const notKnown = (where: string, topics: string, because: string): Problem => ({
  where,
  what: `whether there is room for what ${topics} would keep is not known: ${because}`,
  fix: 'Look at the disks before this is applied.',
});

function whyUnread(storage: BrokerStorage, shares: readonly Share[]): string | null {
  if (storage.kind === 'unknown') return storage.because;
  const holds = shares.some(({ broker, expected, bytes }) => broker === storage.broker && expected > bytes);
  if (!holds || storage.usableBytes !== null) return null;
  return `it ${ROOM_UNTOLD}`;
}
