import { readYaml } from '../../../lib/adapters/yaml-document.ts';
import type { Problem } from '../../../lib/core/problem.ts';
import type { SourceValue } from '../../../lib/core/source-value.ts';
import { describeOperation } from './core/describe.ts';
import { diff } from './core/diff.ts';
import { renderTopic } from './core/export/render-topic.ts';
import type { LeftOut, TopicDraft } from './core/export/topic-draft.ts';
import { CONSENTS } from './core/operation.ts';
import { judgeState } from './core/policy/judge.ts';
import { type Neighbours, neighboursOf } from './core/policy/neighbours.ts';
import type { Policy } from './core/policy/policy.ts';
import type { ClusterView } from './core/policy/state-rule.ts';
import { declaredState, presentState } from './core/policy/views.ts';
import { resolveTopics } from './core/resolve-topics.ts';
import type { DesiredTopic, Observation, TopicName } from './core/topic.ts';
import { readDocuments } from './read-documents.ts';

export interface Proven {
  readonly drafts: readonly TopicDraft[];
  readonly leftOut: readonly LeftOut[];
  /** What of them the policies beside them do not allow. */
  readonly violations: readonly Problem[];
}

interface Beside {
  /** The documents that are there already: defaults and overlays change what a topic is. */
  readonly sources: readonly SourceValue[];
  readonly environment: string;
  /** What the cluster has; null where no cluster was asked. */
  readonly observed: ReadonlyMap<TopicName, Observation> | null;
  /** Milliseconds since the epoch: waivers end. */
  readonly now: number;
  readonly cluster: ClusterView | null;
}

/**
 * The drafts that are read back without a mistake and plan to no change, whatever is allowed; what would be one is the
 * reason why the others are left out.
 */
export function proveDrafts(drafts: readonly TopicDraft[], beside: Beside): Proven {
  const read = readDrafts(drafts, beside);
  const reasons = reasonsAgainst(read, beside);
  const neighbours = neighboursOf(read.topics, read.policies);
  const proven = read.topics.filter(({ name }) => read.names.has(name) && !reasons.has(name));
  return {
    drafts: drafts.filter(({ name }) => !reasons.has(name)),
    leftOut: [...reasons].map(([topic, because]) => ({ topic, config: null, because })),
    violations: proven.flatMap((topic) => judged(topic, { ...read, neighbours }, beside)),
  };
}

interface ReadDrafts {
  readonly names: ReadonlySet<string>;
  readonly policies: readonly Policy[];
  /** All of them, those that were declared before too. */
  readonly topics: readonly DesiredTopic[];
  readonly problems: readonly Problem[];
}

function readDrafts(drafts: readonly TopicDraft[], { sources, environment }: Beside): ReadDrafts {
  // Each draft is a file of its own name here, so that a mistake tells which draft it is in.
  const read = drafts.map((draft) => readYaml(draft.name, renderTopic(draft)));
  const { documents, problems } = readDocuments([...sources, ...read.flatMap((each) => each.documents)]);
  const resolved = resolveTopics(documents, environment === '' ? null : environment);
  return {
    names: new Set<string>(drafts.map(({ name }) => name)),
    policies: documents.policies,
    topics: resolved.topics,
    problems: [...read.flatMap((each) => each.problems), ...problems, ...resolved.problems],
  };
}

/** As the topic is in the cluster, with what it inherits: the document says no less. */
function judged(
  topic: DesiredTopic,
  { policies, neighbours }: Pick<ReadDrafts, 'policies'> & { readonly neighbours: Neighbours },
  { observed, environment, now, cluster }: Beside,
): Problem[] {
  const found = observed?.get(topic.name);
  const state = found?.kind === 'present' ? presentState(topic, found.topic) : declaredState(topic);
  const violations = judgeState({ ...state, cluster, neighbours }, { policies, environment, now });
  // Its place would be in a file that is only about to be written.
  return violations.map(({ problem: { what, fix } }) => ({ where: 'policies', what, fix }));
}

function reasonsAgainst(
  { names, topics, problems }: ReadDrafts,
  { observed }: Beside,
): ReadonlyMap<string, string> {
  const mistakes = problems.flatMap(({ place, what }) =>
    place === undefined ? [] : [[place.file, what] as const],
  );
  const own = topics.filter(({ name }) => names.has(name));
  const { changes } = observed === null ? { changes: [] } : diff(own, observed, new Set(CONSENTS));
  const planned = changes.map(
    ({ operation }) =>
      [operation.topic, `the files would change it: ${describeOperation(operation)}`] as const,
  );
  return new Map([...planned, ...mistakes.filter(([name]) => names.has(name))]);
}
