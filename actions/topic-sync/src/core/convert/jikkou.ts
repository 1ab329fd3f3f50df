import { type Problem, problemAt } from '../../../../../lib/core/problem.ts';
import { type SourceEntry, type SourceValue, valueAt } from '../../../../../lib/core/source-value.ts';
import { entriesOf, type Fields, fieldsOf, labelsOf, itemsOf, nameIn, textOf } from './fields.ts';
import type { ForeignTopic } from './foreign-topic.ts';
import { joinConfigs, type JoinedConfigs } from './join-configs.ts';

type ConfigMaps = ReadonlyMap<string, readonly SourceEntry[]>;

/** KafkaTopic and KafkaTopicList of jikkou, with the ConfigMaps that they refer to, in whatever file those are. */
export function convertJikkou(documents: readonly SourceValue[], findings: Problem[]): ForeignTopic[] {
  const maps = new Map(documents.filter(isConfigMap).map((document) => readConfigMap(document, findings)));
  return documents
    .filter((document) => !isConfigMap(document))
    .flatMap((document) => convertResource(document, maps, findings));
}

const kindOf = (document: SourceValue): string => textOf(valueAt(document, ['kind'])) ?? '';
const isConfigMap = (document: SourceValue): boolean => kindOf(document) === 'ConfigMap';

function readConfigMap(document: SourceValue, findings: Problem[]): [string, readonly SourceEntry[]] {
  const fields = fieldsOf(
    document,
    { used: ['metadata', 'data'], ignored: ['apiVersion', 'kind'] },
    findings,
  );
  const metadata = fieldsOf(fields('metadata'), { used: ['name'] }, findings);
  return [textOf(metadata('name')) ?? '', entriesOf(fields('data'), findings)];
}

function convertResource(document: SourceValue, maps: ConfigMaps, findings: Problem[]): ForeignTopic[] {
  const kind = kindOf(document);
  if (kind === 'KafkaTopic') {
    return convertTopic(document, fieldsOf(document, RESOURCE, findings), { maps, findings });
  }
  if (kind === 'KafkaTopicList') {
    const fields = fieldsOf(document, LIST, findings);
    fieldsOf(fields('metadata'), { used: [] }, findings);
    return itemsOf(fields('items'), findings).flatMap((item) =>
      convertTopic(item, fieldsOf(item, RESOURCE, findings), { maps, findings }),
    );
  }
  findings.push(
    problemAt(document.place, `${kind || 'a document without kind'} is no topic`, 'It is not converted.'),
  );
  return [];
}

interface Around {
  readonly maps: ConfigMaps;
  readonly findings: Problem[];
}

function convertTopic(source: SourceValue, fields: Fields, around: Around): ForeignTopic[] {
  const { findings } = around;
  const metadata = fieldsOf(fields('metadata'), { used: ['name', 'annotations', 'labels'] }, findings);
  const spec = fieldsOf(fields('spec'), SPEC, findings);
  const named = nameIn(metadata('name'), source, findings);
  const goes = isToBeDeleted(metadata('annotations'), findings);
  if (named === undefined || goes) return [];
  const { entries, isPart } = configsOf(spec, around);
  const topic = {
    ...named,
    partitions: spec('partitions'),
    replicationFactor: spec('replicas'),
    config: entries,
    description: null,
    labels: labelsOf(metadata('labels'), findings),
    isPart,
  };
  return [topic];
}

function configsOf(spec: Fields, { maps, findings }: Around): JoinedConfigs {
  const refs = itemsOf(spec('configMapRefs'), findings);
  const shared = refs.map((ref) => ({ ref, map: maps.get(textOf(ref) ?? '') }));
  const missing = shared.filter(({ map }) => map === undefined);
  for (const { ref } of missing) {
    const fix = 'Give its file in files too; its configs are not converted.';
    findings.push(problemAt(ref.place, `no file has the ConfigMap ${textOf(ref) ?? ''}`, fix));
  }
  const own = entriesOf(spec('configs'), findings);
  const given = shared.flatMap(({ map }) => (map === undefined ? [] : [map]));
  const joined = joinConfigs({ own, shared: given }, findings);
  return { ...joined, isPart: joined.isPart || missing.length > 0 };
}

function isToBeDeleted(annotations: SourceValue | undefined, findings: Problem[]): boolean {
  let deleted = false;
  for (const { key, keyPlace, value } of entriesOf(annotations, findings)) {
    const isDeletion = key === 'jikkou.io/delete' && textOf(value) === 'true';
    const fix = isDeletion ? 'The topic has no document; a Tombstone deletes it.' : 'It is not converted.';
    findings.push(problemAt(keyPlace, `the annotation ${key} has no place in a Topic document`, fix));
    deleted ||= isDeletion;
  }
  return deleted;
}

const RESOURCE = { used: ['metadata', 'spec'], ignored: ['apiVersion', 'kind'] };
const LIST = { used: ['metadata', 'items'], ignored: ['apiVersion', 'kind'] };
const SPEC = { used: ['partitions', 'replicas', 'configs', 'configMapRefs'] };
