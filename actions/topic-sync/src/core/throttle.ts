import type { PartitionMove } from './place-replicas.ts';
import { added, dropped } from './place-replicas.ts';
import type {
  BrokerRates,
  PartitionName,
  RunningReassignment,
  ThrottleChange,
  ThrottleOperation,
  ThrottleView,
  TopicThrottles,
} from './replica-view.ts';

/*
 * Whose a throttle is must be known after a kill at any moment. Kafka reads 0007 as 7, so ours are written with leading
 * zeros: the mark is made by the same write as the throttle, and an entry of somebody else is never the same text.
 */
const MARK = '000';
const OWN_RATE = /^000\d+$/;
const OWN_ENTRY = /^000(\d+):\d+$/;

const RATES = {
  leader: 'leader.replication.throttled.rate',
  follower: 'follower.replication.throttled.rate',
} as const;
const REPLICAS = {
  leader: 'leader.replication.throttled.replicas',
  follower: 'follower.replication.throttled.replicas',
} as const;
const SIDES = ['leader', 'follower'] as const;
type Side = (typeof SIDES)[number];

/** The names of the keys, to be read. */
export const RATE_KEYS = Object.values(RATES);
export const REPLICA_KEYS = Object.values(REPLICAS);

/** Bytes per second that a written rate allows; without end where there is none. */
export const allowedRate = (written: string | null): number =>
  written === null ? Number.POSITIVE_INFINITY : Number(written);

/** Gives brokers our rate; a rate that somebody else set stays, and is in force. */
export function slowBrokers(brokers: readonly BrokerRates[], bytesPerSecond: number): ThrottleChange[] {
  return brokers.flatMap((rates) => {
    const operations = SIDES.filter((side) => rates[side] === null).map((side): ThrottleOperation =>
      set(RATES[side], `${MARK}${String(bytesPerSecond)}`),
    );
    return change('broker', String(rates.broker), operations);
  });
}

/** Has the replicas of one topic's moves throttled: where the records come from, and where they go. */
export function throttleMoves(moves: readonly PartitionMove[], found: TopicThrottles): ThrottleChange[] {
  const wanted = entriesFor(moves);
  const operations = SIDES.flatMap((side): ThrottleOperation[] => {
    const there = entriesOf(found[side]);
    const missing = wanted[side].filter((each) => !there.includes(each));
    if (missing.length === 0 || there.includes(ALL)) return [];
    return [{ name: REPLICAS[side], operation: 'append', value: missing.join(',') }];
  });
  return change('topic', found.topic, operations);
}

/** The entries of moves that copy something. */
function entriesFor(moves: readonly PartitionMove[]): Readonly<Record<Side, string[]>> {
  const copied = moves.filter((move) => added(move).length > 0);
  return {
    leader: copied.flatMap((move) => move.before.map((broker) => entry(move, broker))),
    // Those that go bear the mark too, by which the move is known as ours; a follower in sync is not throttled by it.
    follower: copied.flatMap((move) =>
      [...added(move), ...dropped(move)].map((broker) => entry(move, broker)),
    ),
  };
}

/** How many characters the longer of the two lists of a topic has with the entries of moves. */
export function listLength(moves: readonly PartitionMove[], found: TopicThrottles): number {
  const wanted = entriesFor(moves);
  const lengths = SIDES.map((side) => {
    const there = new Set(entriesOf(found[side]));
    const missing = there.has(ALL) ? [] : wanted[side].filter((each) => !there.has(each));
    return [...(found[side] === null ? [] : [found[side]]), ...missing].join(',').length;
  });
  return Math.max(...lengths);
}

/** The characters that Kafka keeps of one config value (KAFKA-17993): beyond them the topic cannot be changed any more. */
export const MOST_LIST_LENGTH = 32_767;

export const hasNoRoom = (moves: readonly PartitionMove[], found: TopicThrottles): boolean =>
  listLength(moves, found) > MOST_LIST_LENGTH;

export const noRoom = (topic: string): string =>
  `The list of throttled replicas of ${topic} has no room for more.`;

const ALL = '*';

/** Takes away what is ours and nothing else; the rates only where the entries of no partition stay, which need them. */
export function removeOwn(
  { brokers, topics }: Omit<ThrottleView, 'silent'>,
  stays: (partition: PartitionName) => boolean = () => false,
): ThrottleChange[] {
  const areRatesNeeded = ownPartitions(topics).some(stays);
  return [
    ...topics.flatMap((found) => releaseTopic(found, stays)),
    ...(areRatesNeeded ? [] : brokers.flatMap(releaseBroker)),
  ];
}

function releaseBroker(rates: BrokerRates): ThrottleChange[] {
  const own = SIDES.filter((side) => OWN_RATE.test(rates[side] ?? ''));
  return change(
    'broker',
    String(rates.broker),
    own.map((side) => unset(RATES[side])),
  );
}

function releaseTopic(found: TopicThrottles, stays: (partition: PartitionName) => boolean): ThrottleChange[] {
  const operations = SIDES.flatMap((side): ThrottleOperation[] => {
    const there = entriesOf(found[side]);
    const own = there.filter((each) => {
      const partition = OWN_ENTRY.exec(each)?.[1];
      return partition !== undefined && !stays({ topic: found.topic, partition: Number(partition) });
    });
    if (own.length === 0) return [];
    // A list that is ours alone goes as a whole: without its entries it would stay as an empty override.
    if (own.length === there.length) return [unset(REPLICAS[side])];
    return [{ name: REPLICAS[side], operation: 'subtract', value: own.join(',') }];
  });
  return change('topic', found.topic, operations);
}

/** The partitions whose throttles are ours: those that an apply moves, or moved when it was killed. */
export function ownPartitions(topics: readonly TopicThrottles[]): PartitionName[] {
  return topics.flatMap(({ topic, leader, follower }) => {
    const entries = [...entriesOf(leader), ...entriesOf(follower)];
    const partitions = entries.flatMap((each) => OWN_ENTRY.exec(each)?.[1] ?? []);
    return [...new Set(partitions.map(Number))].map((partition) => ({ topic, partition }));
  });
}

/** Those of the reassignments that an apply began: it marks each replica that comes, and each that goes, before. */
export function ownMoves(
  running: readonly RunningReassignment[],
  topics: readonly TopicThrottles[],
): PartitionName[] {
  const marked = new Map(topics.map(({ topic, follower }) => [topic, entriesOf(follower)]));
  return running.filter(({ topic, partition, adding, removing }) => {
    const entries = marked.get(topic) ?? [];
    const isOwn = [...adding, ...removing].every((broker) => entries.includes(entry({ partition }, broker)));
    return isOwn && adding.length > 0;
  });
}

const entry = ({ partition }: Pick<PartitionName, 'partition'>, broker: number): string =>
  `${MARK}${String(partition)}:${String(broker)}`;

const entriesOf = (list: string | null): string[] =>
  (list ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

const set = (name: string, value: string): ThrottleOperation => ({ name, operation: 'set', value });
const unset = (name: string): ThrottleOperation => ({ name, operation: 'delete', value: null });

const change = (
  type: ThrottleChange['type'],
  name: string,
  operations: readonly ThrottleOperation[],
): ThrottleChange[] => (operations.length === 0 ? [] : [{ type, name, operations }]);
