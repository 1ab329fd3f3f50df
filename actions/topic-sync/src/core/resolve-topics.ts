import { type Problem, problemAt } from '../../../../lib/core/problem.ts';
import { checkTopic } from './check-topic.ts';
import { combineLayers } from './combine-layers.ts';
import type { Documents } from './documents.ts';
import { matchesGlob } from '../../../../lib/core/glob.ts';
import { mergeTopic } from './merge-topic.ts';
import type { Patch } from './read-overlay.ts';
import type { DesiredTopic } from './topic.ts';

export interface ResolvedTopics {
  /** Sorted by name, so that the order of files and documents never matters. */
  readonly topics: readonly DesiredTopic[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** The topics that the documents want in one environment; a topic with a Tombstone there is not among them. */
export function resolveTopics(documents: Documents, environment: string | null): ResolvedTopics {
  const problems: Problem[] = [];
  const defaults = combineLayers(documents.defaults, problems);
  const patches = documents.overlays
    .filter((overlay) => overlay.environment === environment)
    .flatMap((overlay) => overlay.patches);
  problems.push(...patches.flatMap((patch) => unmatched(patch, documents)));
  const merged = documents.topics
    .filter(({ name }) => !isBuried(documents, name, environment))
    .map((declared) => {
      const fitting = patches.filter(({ match }) => matchesGlob(match, declared.name));
      const overlay = combineLayers(
        fitting.map(({ layer }) => layer),
        problems,
      );
      return mergeTopic(declared, { defaults, overlay });
    });
  const topics = merged.map(({ topic }) => topic).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const checked = topics.map(checkTopic);
  return {
    topics,
    problems: [
      ...problems,
      ...merged.flatMap((each) => each.problems),
      ...checked.flatMap((each) => each.problems),
    ],
    warnings: checked.flatMap(({ warnings }) => warnings),
  };
}

const isBuried = ({ tombstones }: Documents, name: string, environment: string | null): boolean =>
  environment !== null &&
  tombstones.some((tombstone) => tombstone.name === name && tombstone.topicIds.has(environment));

// Far more often a mistyped name than a wish.
const unmatched = ({ match, place }: Patch, { topics }: Documents): Problem[] =>
  topics.some(({ name }) => matchesGlob(match, name))
    ? []
    : [problemAt(place, `${JSON.stringify(match)} matches no declared topic`, 'Correct or remove it.')];
