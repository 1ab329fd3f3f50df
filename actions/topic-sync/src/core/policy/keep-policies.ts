import { problemAt } from '../../../../../lib/core/problem.ts';
import { type Change, isExecutable, type Operation } from '../operation.ts';
import type { Difference } from '../plan.ts';
import type { TopicDefaults } from '../topic-defaults.ts';
import type { DesiredTopic, Labels, Observation, TopicName } from '../topic.ts';
import { type Court, judgeChange, judgeState, type Violation } from './judge.ts';
import { type Neighbours, neighboursOf } from './neighbours.ts';
import type { ClusterView } from './state-rule.ts';
import { declaredState, futureState, newState, presentState, type TopicState } from './views.ts';

export interface PolicyCase {
  readonly court: Court;
  readonly topics: readonly DesiredTopic[];
  readonly observed: ReadonlyMap<TopicName, Observation>;
  readonly cluster: ClusterView | null;
  /** What new topics inherit. */
  readonly defaults: TopicDefaults;
  /** Why a consumer group may lose unread records by an operation. */
  readonly unread: ReadonlyMap<Operation, string>;
}

/**
 * Blocks the changes after which a topic would break a rule that it keeps now, or break one farther than now, and
 * the changes that break a rule themselves. What is broken already, and what is only doubtful, is a warning.
 */
export function keepPolicies(difference: Difference, given: PolicyCase): Difference {
  const byTopic = Map.groupBy(difference.changes, ({ operation }) => operation.topic);
  const deletions = difference.changes.filter(({ operation }) => operation.kind === 'delete-topic');
  const labels = new Map(given.topics.map((topic) => [topic.name, topic.labels]));
  const among = { ...given, labels, neighbours: neighboursOf(given.topics, given.court.policies) };
  const judged = [
    ...given.topics.map((topic) => judgeTopic(topic, byTopic.get(topic.name) ?? [], among)),
    judgeChanges(deletions, among),
  ];
  const blocks = new Map(judged.flatMap(({ blocked }) => blocked));
  return {
    ...difference,
    changes: difference.changes.map((change) => withBlock(change, blocks.get(change))),
    warnings: [
      ...difference.warnings,
      ...judged.flatMap(({ warned }) => warned.map(({ problem }) => problem)),
    ],
  };
}

function withBlock(change: Change, violation: Grounds | undefined): Change {
  // A consent that is missing would not help, and what Kafka cannot do stays the first thing to know.
  if (violation === undefined || !isExecutable(change)) return change;
  const { what, fix } = violation.problem;
  return { ...change, blocked: { because: what, fix } };
}

interface LabelledCase extends PolicyCase {
  readonly labels: ReadonlyMap<TopicName, Labels>;
  readonly neighbours: Neighbours;
}

/** Why a change is blocked. */
type Grounds = Pick<Violation, 'problem'>;

interface Judged {
  readonly blocked: readonly (readonly [Change, Grounds])[];
  readonly warned: readonly Violation[];
}

function judgeTopic(topic: DesiredTopic, changes: readonly Change[], given: LabelledCase): Judged {
  const missed = new Set<string>();
  const states = statesOf(topic, changes, { ...given, missed: (name) => missed.add(name) });
  if (states === undefined) return { blocked: [], warned: [] };
  const judge = (state: TopicState, cluster: ClusterView | null): Violation[] =>
    judgeState({ ...state, cluster, neighbours: given.neighbours }, given.court);
  const broken = states.before === undefined ? [] : judge(states.before, given.cluster);
  // What the files say already was told when they were read.
  const told = judge(declaredState(topic), null);
  const found = judge(states.after, given.cluster).filter((violation) => !told.some(isLike(violation)));
  const graves = found.filter(
    (violation) => violation.severity === 'error' && !broken.some(isNoBetterThan(violation)),
  );
  const own = judgeChanges(changes, given);
  const grave = graves[0] ?? notJudged(topic, missed, given.defaults);
  return {
    blocked: [
      ...own.blocked,
      ...(grave === undefined ? [] : changes.map((change) => [change, grave] as const)),
    ],
    warned: [...found.filter((violation) => !graves.includes(violation)), ...own.warned],
  };
}

/** What is not known could break a rule. */
function notJudged(
  { name, place }: DesiredTopic,
  missed: ReadonlySet<string>,
  defaults: TopicDefaults,
): Grounds | undefined {
  if (missed.size === 0 || defaults.kind === 'known') return undefined;
  const configs = [...missed].sort().join(', ');
  const what = `${name}: policies go by ${configs}, and what it would inherit is not known: ${defaults.because}`;
  return { problem: problemAt(place, what, `Declare ${configs}, or give the right.`) };
}

const isLike = (one: Violation) => (other: Violation) =>
  one.rule === other.rule && one.breach?.because === other.breach?.because;

/** The same rule of the same policy, broken as far already or farther. */
const isNoBetterThan = (after: Violation) => (before: Violation) => {
  const [excess, excessBefore] = [after.breach?.excess, before.breach?.excess];
  if (excess === undefined || excessBefore === undefined) return isLike(after)(before);
  return after.rule === before.rule && !isFarther(excess, excessBefore);
};

/** The other side of a range is farther, too. */
const isFarther = (after: bigint, before: bigint): boolean =>
  before < 0n ? after < before || after > 0n : after > before || after < 0n;

/** What changes break by themselves, whatever a topic is before and after them. */
function judgeChanges(changes: readonly Change[], { court, unread, labels }: LabelledCase): Judged {
  const found = changes.flatMap((change) => {
    const view = { unread, labels: labels.get(change.operation.topic) ?? UNLABELLED };
    return judgeChange(change, court, view).map((violation) => [change, violation] as const);
  });
  return {
    blocked: found.filter(([, { severity }]) => severity === 'error'),
    warned: found.filter(([, { severity }]) => severity === 'warning').map(([, violation]) => violation),
  };
}

/** As a topic is that the files no longer declare. */
const UNLABELLED: Labels = new Map();

/** undefined for a topic that cannot be seen: nothing of it is changed anyway. */
function statesOf(
  topic: DesiredTopic,
  changes: readonly Change[],
  {
    observed,
    defaults,
    missed,
  }: Pick<PolicyCase, 'observed' | 'defaults'> & { missed: (name: string) => void },
): { before?: TopicState; after: TopicState } | undefined {
  const observation = observed.get(topic.name);
  switch (observation?.kind) {
    case undefined:
    case 'unknown':
      return undefined;
    case 'absent':
      return { after: newState(topic, defaults, missed) };
    case 'present':
      return {
        before: presentState(topic, observation.topic),
        after: futureState(topic, observation.topic, changes),
      };
  }
}
