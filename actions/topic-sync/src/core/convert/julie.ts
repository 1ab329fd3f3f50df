import { type Problem, problemAt } from '../../../../../lib/core/problem.ts';
import { entryOf, type SourceEntry, type SourceValue } from '../../../../../lib/core/source-value.ts';
import { entriesOf, fieldsOf, itemsOf, nameIn, textOf } from './fields.ts';
import type { ForeignTopic } from './foreign-topic.ts';

type Plans = ReadonlyMap<string, readonly SourceEntry[]>;

interface Around {
  readonly plans: Plans;
  readonly findings: Problem[];
}

/** Topologies of julie (also called the Kafka topology builder), with the plans that they refer to. */
export function convertJulie(documents: readonly SourceValue[], findings: Problem[]): ForeignTopic[] {
  const plans = new Map(documents.flatMap((document) => readPlans(document, findings)));
  return documents.flatMap((document) => {
    if (entryOf(document, 'context') !== undefined) return convertTopology(document, { plans, findings });
    if (entryOf(document, 'plans') === undefined)
      findings.push(problemAt(document.place, 'the document has no context', 'It is not converted.'));
    return [];
  });
}

function readPlans(document: SourceValue, findings: Problem[]): [string, readonly SourceEntry[]][] {
  if (entryOf(document, 'plans') === undefined) return [];
  const plans = fieldsOf(document, { used: ['plans'] }, findings)('plans');
  return entriesOf(plans, findings).map(({ key, value }) => {
    const fields = fieldsOf(value, { used: ['config'], ignored: ['alias'] }, findings);
    return [key, entriesOf(fields('config'), findings)];
  });
}

/** Keys of a topology that are no part of the names; all others are, in their order. */
const NAMELESS = ['projects', 'platform', 'special_topics'];
const SEPARATOR = '.';

function convertTopology(document: SourceValue, around: Around): ForeignTopic[] {
  const { findings } = around;
  const keys = entriesOf(document, findings).map(({ key }) => key);
  const named = keys.filter((key) => !NAMELESS.includes(key) && key !== 'context');
  const used = keys.filter((key) => key !== 'platform');
  const fields = fieldsOf(document, { used, lost: { platform: ACLS } }, findings);
  const prefix = ['context', ...named].map((key) => textOf(fields(key)) ?? '');
  const what = `the names of topics are computed: ${[...prefix, '<project>', '<topic>'].join(SEPARATOR)}`;
  const fix =
    'Compare them with the cluster: a separator or a format in the properties of julie makes others.';
  findings.push(problemAt(document.place, what, fix));
  const projects = itemsOf(fields('projects'), findings);
  const special = itemsOf(fields('special_topics'), findings);
  return [
    ...projects.flatMap((project) => convertProject(project, prefix, around)),
    ...special.flatMap((topic) => convertTopic(topic, null, around)),
  ];
}

function convertProject(project: SourceValue, prefix: readonly string[], around: Around): ForeignTopic[] {
  const fields = fieldsOf(project, PROJECT, around.findings);
  const path = [...prefix, textOf(fields('name')) ?? ''];
  return itemsOf(fields('topics'), around.findings).flatMap((topic) => convertTopic(topic, path, around));
}

/** A special topic (a path of null) has its own name alone. */
function convertTopic(source: SourceValue, path: readonly string[] | null, around: Around): ForeignTopic[] {
  const { findings } = around;
  const fields = fieldsOf(source, TOPIC, findings);
  const named = nameIn(fields('name'), source, findings);
  const config = withPlan(entriesOf(fields('config'), findings), fields('plan'), around);
  if (named === undefined || config === undefined) return [];
  const valueOf = (key: string): SourceValue | undefined => config.find((entry) => entry.key === key)?.value;
  const topic = {
    name: path === null ? named.name : fullName(path, named.name, textOf(fields('dataType'))),
    place: named.place,
    partitions: valueOf(PARTITIONS),
    replicationFactor: valueOf(REPLICATION_FACTOR),
    config: config.filter(({ key }) => key !== PARTITIONS && key !== REPLICATION_FACTOR),
    description: null,
    isPart: false,
  };
  return [topic];
}

const fullName = (path: readonly string[], name: string, dataType: string | undefined): string =>
  [...path, name, ...(dataType === undefined ? [] : [dataType])].join(SEPARATOR);

const PARTITIONS = 'num.partitions';
const REPLICATION_FACTOR = 'replication.factor';

/** What a plan says wins over what the topic says; undefined when the plan is in no file. */
function withPlan(
  own: readonly SourceEntry[],
  plan: SourceValue | undefined,
  { plans, findings }: Around,
): readonly SourceEntry[] | undefined {
  if (plan === undefined) return own;
  const planned = plans.get(textOf(plan) ?? '');
  if (planned === undefined) {
    findings.push(
      problemAt(
        plan.place,
        `no file has the plan ${textOf(plan) ?? ''}`,
        'The topic is not converted: give its file in files too.',
      ),
    );
    return undefined;
  }
  const names = planned.map(({ key }) => key);
  return [...own.filter(({ key }) => !names.includes(key)), ...planned];
}

const ACLS = 'ACLs are not kept by this program.';
const SCHEMAS = 'Schemas are not kept by this program.';

const PROJECT = {
  used: ['name', 'topics'],
  lost: {
    ...{ consumers: ACLS, producers: ACLS, streams: ACLS, connectors: ACLS, ksql: ACLS, rbac: ACLS },
    schemas: ACLS,
  },
};

const TOPIC = {
  used: ['name', 'dataType', 'config', 'plan'],
  lost: { consumers: ACLS, producers: ACLS, schemas: SCHEMAS, 'subject.name.strategy': SCHEMAS },
};
