import { type Problem, problemAt } from '../../../../../lib/core/problem.ts';
import { matchesGlob } from '../../../../../lib/core/glob.ts';
import type { DesiredTopic } from '../topic.ts';
import type { ConfiguredRule, Policy, Waiver } from './policy.ts';
import type { Severity } from './rule-settings.ts';
import { CHANGE_RULES, type Circumstances } from './change-rules.ts';
import { STATE_RULES } from './state-rules.ts';
import type { Change } from '../operation.ts';
import type { Breach, StateRule, TopicView } from './state-rule.ts';
import { isAbout, type Neighbours } from './neighbours.ts';
import type { RuleId } from './rules.ts';

/** A rule that a topic or a change breaks. */
export interface Violation {
  /** As the policy has it that is broken. */
  readonly rule: ConfiguredRule;
  readonly severity: Severity;
  readonly problem: Problem;
  /** Of a rule on what a topic is. */
  readonly breach?: Breach;
}

/** Which policies count, and when it is. */
export interface Court {
  readonly policies: readonly Policy[];
  readonly environment: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A topic as it is seen, among the others. */
export type StateCase = Omit<TopicView, 'siblings' | 'replicasUpTo'> & { readonly neighbours: Neighbours };

/** The rules that a topic breaks as it is seen; a waived one is not among them. */
export function judgeState({ neighbours, ...view }: StateCase, court: Court): Violation[] {
  return rulesFor(view.topic, court).flatMap(({ rule, policy }) => {
    if (!isStateRule(rule.id)) return [];
    const { check, fix, severity }: StateRule = STATE_RULES[rule.id];
    const siblings = neighbours.siblings.get(policy) ?? [];
    const replicasUpTo = neighbours.replicas.get(view.topic.name) ?? 0;
    const breach = check({ ...view, siblings, replicasUpTo }, rule.settings);
    if (breach === undefined) return [];
    return violation(
      view.topic,
      { rule, severity, because: breach.because, place: placeOf(view.topic, breach), fix },
      { policy, now: court.now },
    ).map((found) => ({ ...found, breach }));
  });
}

/** What a change is judged by beside itself, and the labels of its topic. */
export type ChangeView = Pick<Circumstances, 'unread'> & Pick<DesiredTopic, 'labels'>;

/** The rules that a change breaks, also that of a topic which the files no longer declare. */
export function judgeChange(change: Change, court: Court, { labels, unread }: ChangeView): Violation[] {
  const topic = { name: change.operation.topic, labels };
  return rulesFor(topic, court).flatMap(({ rule, policy }) => {
    if (isStateRule(rule.id)) return [];
    const { check, fix, severity } = CHANGE_RULES[rule.id];
    const because = check(change, rule.settings, { now: court.now, unread });
    return because === undefined
      ? []
      : violation(topic, { rule, severity, because, place: change.place, fix }, { policy, now: court.now });
  });
}

const isStateRule = (id: RuleId): id is keyof typeof STATE_RULES => id in STATE_RULES;

/** Those that count for a topic in the court's environment, with their rules and with their waivers. */
function policiesFor({ name }: Pick<DesiredTopic, 'name'>, { policies, environment }: Court): Policy[] {
  return policies
    .filter(({ environments }) => environments.length === 0 || environments.includes(environment))
    .filter((policy) => isAbout(policy, name));
}

const rulesFor = (
  topic: Pick<DesiredTopic, 'name'>,
  court: Court,
): { rule: ConfiguredRule; policy: Policy }[] =>
  policiesFor(topic, court).flatMap((policy) => policy.rules.map((rule) => ({ rule, policy })));

function placeOf(topic: DesiredTopic, { path }: Breach): DesiredTopic['place'] {
  return topic.origins.get(path)?.at(-1)?.place ?? topic.place;
}

interface Found {
  readonly rule: ConfiguredRule;
  readonly severity: Severity;
  readonly because: string;
  readonly place: DesiredTopic['place'];
  readonly fix: string;
}

/** A waiver lets off a rule of its own policy only: else a document in any file could lift the rules of all the others. */
function violation(
  topic: Labelled,
  found: Found,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): Violation[] {
  const { rule, because, place, fix } = found;
  const waivers = policy.waivers.filter((waiver) => waiver.rule === rule.id && isFor(waiver, topic));
  if (waivers.some(({ endsAt }) => now < endsAt)) return [];
  const what = `${topic.name}: ${because} (policy ${rule.id}${waivers.map(ended).join('')})`;
  return [{ rule, severity: rule.severity ?? found.severity, problem: problemAt(place, what, fix) }];
}

type Labelled = Pick<DesiredTopic, 'name' | 'labels'>;

/** One that names nothing is for nobody. */
function isFor({ match, labels }: Waiver, topic: Labelled): boolean {
  if (match === undefined && labels === undefined) return false;
  const isNamed = match === undefined || matchesGlob(match, topic.name);
  return isNamed && (labels ?? []).every(([name, value]) => topic.labels.get(name) === value);
}

const ended = ({ owner }: Waiver): string => `, the waiver of ${owner} has ended`;
