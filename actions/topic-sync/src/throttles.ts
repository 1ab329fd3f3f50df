import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Answer } from './core/judge-answers.ts';
import { type Move, partitionKey, topicOf } from './core/moves.ts';
import type { PartitionName, ThrottleChange, ThrottleView } from './core/replica-view.ts';
import { hasNoRoom, noRoom, ownMoves, removeOwn, slowBrokers, throttleMoves } from './core/throttle.ts';
import type { TopicName } from './core/topic.ts';
import type { MoveTools } from './move-tools.ts';

/** How long it is tried to take throttles away, in milliseconds. */
const RELEASED_WITHIN_MS = 60_000;
const AGAIN_MS = 1_000;

/** Has the moves throttled, brokers first: an entry without a rate would let its records through at full speed. */
export async function throttle(
  moves: readonly Move[],
  { cluster, settings, slowed, marked }: MoveTools,
): Promise<void> {
  const topics = [...new Set(moves.map(topicOf))];
  const found = await cluster.throttles(topics);
  const involved = new Set(moves.flatMap(({ before, after }) => [...before, ...after]));
  const silent = found.silent.find((broker) => involved.has(broker));
  if (silent !== undefined && settings.throttle !== null) {
    throw new WorldFailure(`Broker ${String(silent)} does not tell its throttles, so nothing is moved.`);
  }
  const brokers = found.brokers.filter(({ broker }) => involved.has(broker));
  const rates = settings.throttle === null ? [] : slowBrokers(brokers, settings.throttle);
  const byTopic = Map.groupBy(moves, topicOf);
  const movesOf = (topic: string): readonly Move[] => byTopic.get(topic as TopicName) ?? [];
  const full = found.topics.find((each) => hasNoRoom(movesOf(each.topic), each));
  if (full !== undefined) throw new WorldFailure(noRoom(full.topic));
  const entries = found.topics.flatMap((each) => throttleMoves(movesOf(each.topic), each));
  for (const { name } of rates) slowed.add(Number(name));
  for (const move of moves) marked.add(partitionKey(topicOf(move), move.partition));
  await mustAccept([...rates, ...entries], { cluster });
}

/** Unthrottled moves can cripple a cluster: without its throttle no move begins. */
async function mustAccept(
  changes: readonly ThrottleChange[],
  { cluster }: Pick<MoveTools, 'cluster'>,
): Promise<void> {
  const answers = changes.length === 0 ? [] : await cluster.alterThrottles(changes);
  const refused = answers.findIndex(({ kind }) => kind !== 'accepted');
  if (refused < 0) return;
  const { type = 'topic', name = '' } = changes[refused] ?? {};
  throw new WorldFailure(`The throttle of ${type} ${name} could not be set: ${wordsOf(answers[refused])}.`);
}

/** Why it was not accepted. */
export function wordsOf(answer: Answer | undefined): string {
  if (answer?.kind === 'unauthorised') return `needs ${answer.needs}`;
  return answer?.kind === 'accepted' || answer === undefined ? 'no answer' : answer.message;
}

/** `run`: all that this run marked, and the rates. `all`: that of every apply. Or the entries of some topics alone. */
type Scope = readonly TopicName[] | 'run' | 'all';

/**
 * Takes our throttles away and looks until none is left, except from what still moves and, unless it is `all`, from what
 * another apply marked. Brokers that were given a rate must answer in the end. null, or what is left and why.
 */
export async function releaseThrottles(scope: Scope, tools: MoveTools): Promise<string | null> {
  const deadline = tools.clock.now() + RELEASED_WITHIN_MS;
  for (;;) {
    const left = await releaseOnce(scope, tools);
    if (left === null || tools.clock.now() >= deadline) return left;
    await tools.clock.sleep(AGAIN_MS);
  }
}

async function releaseOnce(scope: Scope, tools: MoveTools): Promise<string | null> {
  const { cluster, slowed } = tools;
  try {
    const { changes, brokers } = await toRelease(scope, tools);
    if (changes.length > 0) {
      const answers = await cluster.alterThrottles(changes);
      const refused = answers.find(({ kind }) => kind !== 'accepted');
      return `throttles of ours are left${refused === undefined ? '' : ` (${wordsOf(refused)})`}`;
    }
    if (!isWhole(scope)) return null;
    const silent = [...slowed].filter((id) => !brokers.some(({ broker }) => broker === id));
    return silent.length === 0 ? null : `broker ${silent.join(', ')} does not tell its throttles`;
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return `throttles of ours may be left (${failure.message})`;
  }
}

interface ToRelease extends Pick<ThrottleView, 'brokers'> {
  readonly changes: readonly ThrottleChange[];
}

async function toRelease(scope: Scope, { cluster, marked }: MoveTools): Promise<ToRelease> {
  const found = await cluster.throttles(isWhole(scope) ? 'all' : scope);
  const { running } = await cluster.replicas([]);
  const moving = new Set(ownMoves(running, found.topics).map(keyOf));
  const isForeign = (partition: PartitionName): boolean => scope !== 'all' && !marked.has(keyOf(partition));
  const stays = (partition: PartitionName): boolean => moving.has(keyOf(partition)) || isForeign(partition);
  const { brokers } = found;
  return { brokers, changes: removeOwn({ ...found, brokers: isWhole(scope) ? brokers : [] }, stays) };
}

const isWhole = (scope: Scope): scope is 'run' | 'all' => typeof scope === 'string';

const keyOf = ({ topic, partition }: PartitionName): string => partitionKey(topic, partition);
