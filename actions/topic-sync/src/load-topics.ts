import { suggest } from '../../../lib/adapters/suggest.ts';
import { type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import type { YamlFiles } from '../../../lib/core/yaml-files.ts';
import type { Documents } from './core/documents.ts';
import { type ResolvedTopics, resolveTopics } from './core/resolve-topics.ts';
import { strangeEnvironments } from './core/strange-environments.ts';
import type { DesiredTopic } from './core/topic.ts';
import type { Court } from './core/policy/judge.ts';
import { judgeFiles } from './core/policy/judge-files.ts';
import { notAt } from './not-at.ts';
import { readDocuments } from './read-documents.ts';

export interface LoadedTopics {
  readonly documents: Documents;
  readonly topics: readonly DesiredTopic[];
  readonly warnings: readonly Problem[];
}

export interface LoadRequest {
  readonly allowEmpty: boolean;
  /** The name of the environment whose overlays count; empty when none was given. */
  readonly environment: string;
  /** For lint: without an environment, each one that a document names or that has a file is looked at. */
  readonly anyEnvironment: boolean;
  /** The environments that have a file. */
  readonly environments: readonly string[];
  /** Milliseconds since the epoch: waivers end. */
  readonly now: number;
}

/** The topics of the files. @throws ProblemsFound with every mistake of every file */
export function loadTopics(yaml: YamlFiles, request: LoadRequest): LoadedTopics {
  const { documents, ...read } = readDocuments(yaml.documents);
  const lost = lostDocuments(documents, request);
  const resolved = environmentsOf(documents, request).map((name) => resolve(documents, name, request.now));
  const merged = resolved.flatMap(({ problems }) => problems);
  const strange = strangeEnvironments(documents, knownEnvironments(request), suggest);
  const found = [...read.problems, ...notAt(read.problems, distinct([...merged, ...strange]))];
  const empty = request.allowEmpty ? [] : emptiness(yaml, isBare(documents, request));
  const problems = [
    ...empty,
    ...lost,
    ...[...yaml.problems, ...notAt(yaml.problems, found)].toSorted(byPlace),
  ];
  if (problems.length > 0) throw new ProblemsFound(problems);
  const warnings = distinct([...read.warnings, ...resolved.flatMap((each) => each.warnings)]);
  return { documents, topics: resolved[0]?.topics ?? [], warnings: warnings.toSorted(byPlace) };
}

/** The topics of one environment, and what the files alone show that its policies do not allow. */
function resolve(documents: Documents, environment: string | null, now: number): ResolvedTopics {
  const resolved = resolveTopics(documents, environment);
  const court: Court = { policies: documents.policies, environment: environment ?? '', now };
  const judged = judgeFiles(resolved.topics, court);
  return {
    ...resolved,
    problems: [...resolved.problems, ...judged.problems],
    warnings: [...resolved.warnings, ...judged.warnings],
  };
}

/** For lint every one that there may be a plan of: it is all that the pull request of a fork gets. */
function environmentsOf(documents: Documents, request: LoadRequest): (string | null)[] {
  if (request.environment !== '') return [request.environment];
  if (!request.anyEnvironment) return [null];
  const all = new Set([...namedEnvironments(documents), ...request.environments]);
  return all.size > 0 ? [...all].sort() : [null];
}

/** Those with a file, and the one that was given, which may have its file elsewhere. */
function knownEnvironments({ environments, environment }: LoadRequest): readonly string[] {
  return environment === '' || environments.length === 0 ? environments : [...environments, environment];
}

/** The environments that some document is for. */
function namedEnvironments({ overlays, policies }: Documents): string[] {
  const names = [
    ...overlays.map(({ environment }) => environment),
    ...policies.flatMap(({ environments }) => environments),
  ];
  return [...new Set(names)].sort();
}

// Without them the plan would be that of no environment at all.
function lostDocuments(documents: Documents, { environment, anyEnvironment }: LoadRequest): Problem[] {
  const buried = documents.tombstones.flatMap(({ topicIds }) => [...topicIds.keys()]);
  const named = [...new Set([...namedEnvironments(documents), ...buried])].sort();
  if (named.length === 0 || environment !== '' || anyEnvironment) return [];
  return [
    {
      where: 'input environment',
      what: `it was not given, and there are overlays, policies or Tombstones for ${named.join(', ')}`,
      fix: 'Give the environment whose topics are meant.',
    },
  ];
}

function distinct(problems: readonly Problem[]): Problem[] {
  const told = new Map(problems.map((problem) => [`${problem.where} ${problem.what}`, problem]));
  return [...told.values()];
}

function byPlace(one: Problem, other: Problem): number {
  const [a, b] = [one.place, other.place];
  if (a === undefined || b === undefined) return 0;
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

// Nothing found is far more often a wrong path than a wish, and "in sync" would be the worst answer to it.
function emptiness({ unmatched, documents, problems }: YamlFiles, bare: boolean): Problem[] {
  const fix = 'Check the path, or give `allow-empty: true`.';
  const patterns = unmatched.map((pattern) => ({
    where: 'input files',
    what: `${JSON.stringify(pattern)} matches no file`,
    fix,
  }));
  if (patterns.length > 0 || problems.length > 0) return patterns;
  if (documents.length === 0) return [{ where: 'input files', what: 'the files hold no document', fix }];
  return bare ? [{ where: 'input files', what: 'the files declare no topic', fix }] : [];
}

/** Defaults, overlays and policies of no topic at all: to lint those alone is a wish, to plan them a wrong path. */
const isBare = ({ topics, tombstones }: Documents, { anyEnvironment }: LoadRequest): boolean =>
  !anyEnvironment && topics.length + tombstones.length === 0;
