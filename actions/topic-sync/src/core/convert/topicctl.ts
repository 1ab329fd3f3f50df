import { type Problem, problemAt } from '../../../../../lib/core/problem.ts';
import {
  entryOf,
  type SourceEntry,
  type SourceValue,
  valueAt,
} from '../../../../../lib/core/source-value.ts';
import { entriesOf, type Fields, fieldsOf, labelsOf, nameIn, textOf } from './fields.ts';
import type { ForeignTopic } from './foreign-topic.ts';
import { convertPlacement } from './topicctl-placement.ts';

/** Topic files of topicctl: `meta` and `spec`. It never unsets what a file does not name, so neither may we. */
export const convertTopicctl = (documents: readonly SourceValue[], findings: Problem[]): ForeignTopic[] =>
  documents.flatMap((document) => {
    const spec = valueAt(document, ['spec']);
    const isTopic = spec !== undefined && TOPIC_KEYS.some((key) => entryOf(spec, key) !== undefined);
    if (isTopic) return convertTopic(document, findings);
    const isCluster = valueAt(document, ['spec', 'bootstrapAddrs']) !== undefined;
    findings.push(
      isCluster
        ? problemAt(document.place, 'the file describes a cluster', CLUSTER)
        : problemAt(document.place, 'the document describes no topic', 'It is not converted.'),
    );
    return [];
  });

const TOPIC_KEYS = ['partitions', 'replicationFactor', 'placement', 'settings'];

const CLUSTER =
  'Put its addresses and its clusterID into environments/<name>.yaml; it has no steps for a retention that goes down, ' +
  'which needs `allow: shrink-retention` here and comes at once.';

function convertTopic(document: SourceValue, findings: Problem[]): ForeignTopic[] {
  const fields = fieldsOf(document, { used: ['meta', 'spec'] }, findings);
  const meta = fieldsOf(fields('meta'), META, findings);
  const spec = fieldsOf(fields('spec'), SPEC, findings);
  const placed = convertPlacement(spec('placement'), spec('replicationFactor'), findings);
  const named = nameIn(meta('name'), document, findings);
  if (named === undefined) return [];
  const topic = {
    ...named,
    partitions: spec('partitions'),
    replicationFactor: spec('replicationFactor'),
    config: configOf(spec, findings),
    description: textOf(meta('description')) ?? null,
    labels: labelsOf(meta('labels'), findings),
    isPart: true,
    ...placed,
  };
  return [topic];
}

/** `retentionMinutes` is `retention.ms` in another unit; 0 is none. topicctl refuses a file with both. */
function configOf(spec: Fields, findings: Problem[]): readonly SourceEntry[] {
  const settings = entriesOf(spec('settings'), findings);
  const given = spec('retentionMinutes');
  const text = textOf(given) ?? '0';
  if (given === undefined || text === '0') return settings;
  if (!/^\d+$/.test(text)) {
    findings.push(problemAt(given.place, `${text} are no minutes`, 'retention.ms is not converted.'));
    return settings;
  }
  const twice = settings.find(({ key }) => key === 'retention.ms');
  if (twice !== undefined) {
    findings.push(
      problemAt(twice.keyPlace, 'retention.ms and retentionMinutes are both given', 'Neither is converted.'),
    );
    return settings.filter((entry) => entry !== twice);
  }
  // As BigInt: a number would lose digits.
  const milliseconds = String(BigInt(text) * 60_000n);
  const value: SourceValue = {
    kind: 'scalar',
    place: given.place,
    text: milliseconds,
    value: milliseconds,
  };
  return [...settings, { key: 'retention.ms', keyPlace: given.place, value }];
}

const ENVIRONMENT = 'It is an environment here: environments/<name>.yaml.';

const META = {
  used: ['name', 'description', 'labels'],
  lost: { cluster: ENVIRONMENT, region: ENVIRONMENT, environment: ENVIRONMENT },
};

const SPEC = {
  used: ['partitions', 'replicationFactor', 'retentionMinutes', 'settings', 'placement'],
  lost: { migration: 'It is for all topics here: the inputs throttle and max-moving-partitions.' },
};
