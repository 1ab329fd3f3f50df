import { type Problem, problemAt } from '../../../../../lib/core/problem.ts';
import type { SourceEntry, SourceValue } from '../../../../../lib/core/source-value.ts';
import { entriesOf, type Fields, fieldsOf, itemsOf, textOf } from './fields.ts';
import type { ForeignTopic } from './foreign-topic.ts';

/** State files of kafka-gitops; the default replication of one is that of the topics of all. */
export function convertKafkaGitops(documents: readonly SourceValue[], findings: Problem[]): ForeignTopic[] {
  const files = documents.map((document) => fieldsOf(document, STATE, findings));
  const defaults = files.flatMap((file) => readSettings(file('settings'), findings));
  const [replication, ...others] = defaults;
  for (const other of others) {
    if (textOf(other) !== textOf(replication))
      findings.push(problemAt(other.place, 'another file has another default', 'The first one is taken.'));
  }
  return files.flatMap((file) =>
    entriesOf(file('topics'), findings).map((entry) => convertTopic(entry, { replication, findings })),
  );
}

interface Around {
  readonly replication: SourceValue | undefined;
  readonly findings: Problem[];
}

function convertTopic(
  { key, keyPlace, value }: SourceEntry,
  { replication, findings }: Around,
): ForeignTopic {
  const fields = fieldsOf(value, TOPIC, findings);
  return {
    name: key,
    place: keyPlace,
    partitions: fields('partitions'),
    replicationFactor: fields('replication') ?? replication,
    config: entriesOf(fields('configs'), findings),
    description: null,
    isPart: false,
  };
}

/** The default replication, where there is one. */
function readSettings(settings: SourceValue | undefined, findings: Problem[]): SourceValue[] {
  const topics = fieldsOf(fieldsOf(settings, SETTINGS, findings)('topics'), TOPIC_SETTINGS, findings);
  findBlacklist(topics, findings);
  const replication = fieldsOf(topics('defaults'), { used: ['replication'] }, findings)('replication');
  return replication === undefined ? [] : [replication];
}

function findBlacklist(topics: Fields, findings: Problem[]): void {
  const blacklist = fieldsOf(topics('blacklist'), { used: ['prefixed'] }, findings);
  for (const prefix of itemsOf(blacklist('prefixed'), findings)) {
    const text = textOf(prefix) ?? '';
    const fix = `Topics that no file declares are left alone here; to leave declared ones alone give \`ignore: ${text}*\`.`;
    findings.push(problemAt(prefix.place, `the blacklist has no place in a Topic document: ${text}`, fix));
  }
}

const ACLS = 'ACLs are not kept by this program.';

const STATE = {
  used: ['settings', 'topics'],
  lost: { services: ACLS, users: ACLS, customServiceAcls: ACLS, customUserAcls: ACLS },
};

const SETTINGS = {
  used: ['topics'],
  lost: { files: 'Name those files in the input files too.' },
};

const TOPIC_SETTINGS = { used: ['defaults', 'blacklist'] };

const TOPIC = { used: ['partitions', 'replication', 'configs'] };
