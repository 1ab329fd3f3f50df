import { readYaml } from '../../../lib/adapters/yaml-document.ts';
import type { SourceValue } from '../../../lib/core/source-value.ts';
import { describeOperation } from './core/describe.ts';
import { diff } from './core/diff.ts';
import { renderTopic } from './core/export/render-topic.ts';
import type { LeftOut, TopicDraft } from './core/export/topic-draft.ts';
import { CONSENTS } from './core/operation.ts';
import { resolveTopics } from './core/resolve-topics.ts';
import type { Observation, TopicName } from './core/topic.ts';
import { readDocuments } from './read-documents.ts';

export interface Proven {
  readonly drafts: readonly TopicDraft[];
  readonly leftOut: readonly LeftOut[];
}

interface Beside {
  /** The documents that are there already: defaults and overlays change what a topic is. */
  readonly sources: readonly SourceValue[];
  readonly environment: string;
  /** What the cluster has; null where no cluster was asked. */
  readonly observed: ReadonlyMap<TopicName, Observation> | null;
}

/**
 * The drafts that are read back without a mistake and plan to no change, whatever is allowed; what would be one is the
 * reason why the others are left out.
 */
export function proveDrafts(drafts: readonly TopicDraft[], beside: Beside): Proven {
  const reasons = reasonsAgainst(drafts, beside);
  return {
    drafts: drafts.filter(({ name }) => !reasons.has(name)),
    leftOut: [...reasons].map(([topic, because]) => ({ topic, config: null, because })),
  };
}

function reasonsAgainst(
  drafts: readonly TopicDraft[],
  { sources, environment, observed }: Beside,
): ReadonlyMap<string, string> {
  // Each draft is a file of its own name here, so that a mistake tells which draft it is in.
  const read = drafts.map((draft) => readYaml(draft.name, renderTopic(draft)));
  const documents = readDocuments([...sources, ...read.flatMap((each) => each.documents)]);
  const resolved = resolveTopics(documents.documents, environment === '' ? null : environment);
  const names = new Set<string>(drafts.map(({ name }) => name));
  const mistakes = [
    ...read.flatMap(({ problems }) => problems),
    ...documents.problems,
    ...resolved.problems,
  ].flatMap(({ place, what }) => (place === undefined ? [] : [[place.file, what] as const]));
  const own = resolved.topics.filter(({ name }) => names.has(name));
  const { changes } = observed === null ? { changes: [] } : diff(own, observed, new Set(CONSENTS));
  const planned = changes.map(
    ({ operation }) =>
      [operation.topic, `the files would change it: ${describeOperation(operation)}`] as const,
  );
  return new Map([...planned, ...mistakes.filter(([name]) => names.has(name))]);
}
