import { type Problem, problemAt } from '../../../../../lib/core/problem.ts';
import { type SourceValue, valueAt } from '../../../../../lib/core/source-value.ts';
import { entriesOf, fieldsOf, itemsOf, nameIn, textOf } from './fields.ts';
import type { ForeignTopic } from './foreign-topic.ts';

/** KafkaTopic resources of the Strimzi operator, also in a List as `kubectl get -o yaml` prints it. */
export const convertStrimzi = (documents: readonly SourceValue[], findings: Problem[]): ForeignTopic[] =>
  documents.flatMap((document) => convertResource(document, findings));

function convertResource(document: SourceValue, findings: Problem[]): ForeignTopic[] {
  const kind = textOf(valueAt(document, ['kind'])) ?? '';
  if (/^(KafkaTopic)?List$/.test(kind)) {
    const fields = fieldsOf(document, LIST, findings);
    return itemsOf(fields('items'), findings).flatMap((item) => convertResource(item, findings));
  }
  if (kind === 'KafkaTopic') return convertTopic(document, findings);
  findings.push(
    problemAt(document.place, `${kind || 'a document without kind'} is no topic`, 'It is not converted.'),
  );
  return [];
}

const LIST = { used: ['items'], ignored: ['apiVersion', 'kind', 'metadata'] };

function convertTopic(document: SourceValue, findings: Problem[]): ForeignTopic[] {
  const fields = fieldsOf(document, RESOURCE, findings);
  const metadata = fieldsOf(fields('metadata'), METADATA, findings);
  const spec = fieldsOf(fields('spec'), SPEC, findings);
  const named = nameIn(spec('topicName') ?? metadata('name'), document, findings);
  const managed = isManaged(metadata('annotations'), findings);
  if (named === undefined || !managed) return [];
  const topic = {
    ...named,
    partitions: spec('partitions'),
    replicationFactor: spec('replicas'),
    config: entriesOf(spec('config'), findings),
    description: null,
    isPart: false,
  };
  return [topic];
}

function isManaged(annotations: SourceValue | undefined, findings: Problem[]): boolean {
  let managed = true;
  for (const { key, keyPlace, value } of entriesOf(annotations, findings)) {
    if (key === 'kubectl.kubernetes.io/last-applied-configuration') continue;
    const isUnmanaged = key === 'strimzi.io/managed' && textOf(value) === 'false';
    const fix = isUnmanaged
      ? 'The operator leaves the topic alone, so it has no document.'
      : 'It is not converted.';
    findings.push(problemAt(keyPlace, `the annotation ${key} has no place in a Topic document`, fix));
    managed &&= !isUnmanaged;
  }
  return managed;
}

const RESOURCE = { used: ['metadata', 'spec'], ignored: ['apiVersion', 'kind', 'status'] };

const METADATA = {
  used: ['name', 'annotations'],
  ignored: [
    ...['creationTimestamp', 'finalizers', 'generation', 'managedFields', 'ownerReferences'],
    ...['resourceVersion', 'selfLink', 'uid'],
  ],
  lost: { labels: 'The cluster of strimzi.io/cluster is an environment here: environments/<name>.yaml.' },
};

const SPEC = { used: ['topicName', 'partitions', 'replicas', 'config'] };
