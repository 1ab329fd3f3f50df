import { suggest } from '../../../lib/adapters/suggest.ts';
import { type Problem, problemAt } from '../../../lib/core/problem.ts';
import { notAt } from './not-at.ts';
import { placeAt, type SourceValue, valueAt } from '../../../lib/core/source-value.ts';
import { checkShape } from '../../../lib/document-shape.ts';
import { findCollisions } from './core/find-collisions.ts';
import { readTopic, type ReadTopic } from './core/read-topic.ts';
import type { DesiredTopic } from './core/topic.ts';
import { topicDocument } from './topic-document.ts';

export interface ReadDocuments {
  /** Sorted by name, so that the order of files and documents never matters. */
  readonly topics: readonly DesiredTopic[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Reads every document; the mistakes of all of them are reported together. */
export function readDocuments(documents: readonly SourceValue[]): ReadDocuments {
  const read = documents.map((document) => readDocument(document));
  const declared = read.map((document) => document.declared).filter((name) => name !== undefined);
  const topics = read.map(({ topic }) => topic).filter((topic) => topic !== undefined);
  return {
    topics: topics.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    problems: [...read.flatMap(({ problems }) => problems), ...findCollisions(declared)],
    warnings: read.flatMap(({ warnings }) => warnings),
  };
}

function readDocument(document: SourceValue): ReadTopic {
  const kind = valueAt(document, ['kind']);
  if (kind?.kind === 'scalar' && kind.text !== 'Topic') {
    const what = `kind ${JSON.stringify(kind.text)} is not supported`;
    return withProblems([problemAt(placeAt(document, ['kind']), what, 'The supported kind is Topic.')]);
  }
  const shape = checkShape(topicDocument, document);
  if (shape.ok) return readTopic(document, shape.value, suggest);
  const read = readTopic(document, undefined, suggest);
  return { ...read, problems: [...shape.problems, ...notAt(shape.problems, read.problems)] };
}

const withProblems = (problems: readonly Problem[]): ReadTopic => ({ problems, warnings: [] });
