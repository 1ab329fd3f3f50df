import { suggest } from '../../../lib/adapters/suggest.ts';
import { ProblemsFound } from '../../../lib/core/problem.ts';
import type { SourceValue } from '../../../lib/core/source-value.ts';
import { clusterView } from './cluster-view.ts';
import { convertFiles } from './convert-files.ts';
import { combineLayers } from './core/combine-layers.ts';
import { describePlace } from './core/describe-place.ts';
import type { Documents } from './core/documents.ts';
import { draftTopic } from './core/export/draft-topic.ts';
import { exportFiles } from './core/export/export-files.ts';
import type { Exported } from './core/export/exported.ts';
import type { LeftOut } from './core/export/topic-draft.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import type { ListedTopic } from './core/other-topics.ts';
import { ownerOf } from './core/reserved-topic.ts';
import type { Observation, TopicName } from './core/topic.ts';
import { parseTopicName } from './core/topic-name.ts';
import { isInScope } from './in-scope.ts';
import type { Ports } from './ports.ts';
import { proveDrafts } from './prove-drafts.ts';
import { readDocuments } from './read-documents.ts';
import { refuseOtherCluster } from './refuse-other-cluster.ts';

/** Writes the documents, from the cluster or from the files of another tool. */
export function exportTopics(inputs: TopicSyncInputs, ports: Ports): Promise<Exported> {
  const { from } = inputs.exporting;
  return from === 'cluster' ? exportCluster(inputs, ports) : convertFiles(inputs, from, ports);
}

/** Writes a document for each topic of the cluster that no file declares; each plans to no change. */
async function exportCluster(
  inputs: TopicSyncInputs,
  { readYaml, openCluster, writeNew, clock }: Ports,
): Promise<Exported> {
  const { documents, sources } = await declared(inputs, readYaml);
  if (inputs.kafka === null) throw new Error('an export asks a cluster');
  await using cluster = await openCluster(inputs.kafka, inputs.aws);
  refuseOtherCluster(await cluster.clusterId(), inputs.clusterId);
  const listed = (await cluster.list()).filter(({ name }) => isInScope(name, inputs));
  const sorted = sort(listed, documents);
  const observed = await cluster.observe(sorted.names);
  const defaults = combineLayers(documents.defaults, []);
  const drafted = sorted.names.map((name) => draft(name, observed.get(name), { defaults, suggest }));
  const drafts = drafted.flatMap((each) => each.draft ?? []);
  const proven = proveDrafts(drafts, {
    ...{ sources, environment: inputs.environment, observed, now: clock.now() },
    cluster: await clusterView(cluster, documents),
  });
  const files = await writeNew(exportFiles(proven.drafts, inputs.exporting.to));
  const leftOut = [...sorted.leftOut, ...drafted.flatMap((each) => each.leftOut), ...proven.leftOut];
  return {
    topics: proven.drafts.length,
    ...files,
    leftOut: leftOut.toSorted(byTopic),
    findings: [],
    violations: proven.violations,
  };
}

interface Declared {
  readonly documents: Documents;
  readonly sources: readonly SourceValue[];
}

async function declared({ files }: TopicSyncInputs, readYaml: Ports['readYaml']): Promise<Declared> {
  const yaml = await readYaml(files);
  const { documents, problems } = readDocuments(yaml.documents);
  if (yaml.problems.length + problems.length > 0) throw new ProblemsFound([...yaml.problems, ...problems]);
  return { documents, sources: yaml.documents };
}

interface Sorted {
  readonly names: readonly TopicName[];
  readonly leftOut: readonly LeftOut[];
}

/** The topics that a file may be about, by name. */
function sort(listed: readonly ListedTopic[], { topics }: Documents): Sorted {
  const places = new Map<string, string>(topics.map(({ name, place }) => [name, describePlace(place)]));
  const names: TopicName[] = [];
  const leftOut: LeftOut[] = [];
  for (const topic of listed.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const read = parseTopicName(topic.name);
    const because = whyNot(topic, places.get(topic.name));
    if (because !== undefined) leftOut.push({ topic: topic.name, config: null, because });
    else if (!read.ok) leftOut.push({ topic: topic.name, config: null, because: read.what });
    else names.push(read.name);
  }
  return { names, leftOut };
}

function whyNot({ name, internal }: ListedTopic, place: string | undefined): string | undefined {
  if (internal) return 'Kafka keeps its own state in it';
  if (place !== undefined) return `it is declared already at ${place}`;
  const owner = ownerOf(name);
  return owner === undefined ? undefined : `it belongs to ${owner}`;
}

function draft(
  topic: TopicName,
  observation: Observation | undefined,
  beside: Parameters<typeof draftTopic>[1],
): ReturnType<typeof draftTopic> {
  if (observation?.kind === 'present') return draftTopic(observation.topic, beside);
  const because =
    observation?.kind === 'unknown'
      ? `it could not be seen: ${observation.because}`
      : 'it is not there any more';
  return { draft: null, leftOut: [{ topic, config: null, because }] };
}

const byTopic = (one: LeftOut, other: LeftOut): number => {
  if (one.topic === other.topic) return 0;
  return one.topic < other.topic ? -1 : 1;
};
