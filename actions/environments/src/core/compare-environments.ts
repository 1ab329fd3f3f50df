import { type Problem, problemAt } from '../../../../lib/core/problem.ts';
import { plainValue, type SourceValue, valueAtKey } from '../../../../lib/core/source-value.ts';
import type { EnvironmentDocument } from '../../../../lib/core/environment-document.ts';
import { ENVIRONMENT_KEYS } from '../../../../lib/core/environment-keys.ts';

/**
 * What no file shows by itself: a copy of which a part was forgotten reaches into another environment. Each value that
 * says *which* one it is must differ from the others, a role must be of the environment's own account, production must
 * have its guards, and images must be taken from where they are built.
 */
export function compareEnvironments(documents: readonly EnvironmentDocument[]): readonly Problem[] {
  return [
    ...OWN.flatMap((own) => saidTwice(own, documents)),
    ...documents.flatMap(foreignRoles),
    ...documents.flatMap(missingGuards),
    ...foreignSources(documents),
  ];
}

/** A value that only one environment can have. */
interface Own {
  readonly key: string;
  readonly what: (value: string, other: string) => string;
  readonly fix: string;
}

const ROLES = ENVIRONMENT_KEYS.filter((key) => key.startsWith('spec.aws.roles.'));

const OWN: readonly Own[] = [
  {
    key: 'spec.order',
    what: (value, other) => `turn ${value} is that of ${other} too`,
    fix: 'Give each environment its own: what comes after a deployment to it depends on that.',
  },
  {
    key: 'spec.kafka.clusterId',
    what: (value, other) => `the cluster ${value} is that of ${other} too`,
    fix: 'Correct the wrong one: kafka-cluster.sh cluster-id prints the id of a cluster.',
  },
  {
    key: 'spec.kafka.bootstrapBrokers',
    what: (value, other) => `the broker ${value} is of ${other} too`,
    fix: 'Correct the wrong one: a cluster belongs to one environment.',
  },
  ...ROLES.map((key) => ({
    key,
    what: (value: string, other: string) => `${value} is a role of ${other} too`,
    fix: 'Give each environment roles of its own: who may act there could act here.',
  })),
];

interface Said {
  readonly file: string;
  readonly value: SourceValue;
  readonly text: string;
}

function saidTwice({ key, what, fix }: Own, documents: readonly EnvironmentDocument[]): Problem[] {
  const first = new Map<string, Said>();
  const problems: Problem[] = [];
  for (const said of documents.flatMap((document) => saidBy(document, key))) {
    const before = first.get(said.text);
    if (before === undefined) first.set(said.text, said);
    else if (before.file !== said.file)
      problems.push(problemAt(said.value.place, what(said.text, before.file), fix));
  }
  return problems;
}

/** Each item of a list by itself. */
function saidBy({ file, content }: EnvironmentDocument, key: string): Said[] {
  const value = content && valueAtKey(content, key);
  if (value === undefined) return [];
  const values = value.kind === 'list' ? value.items : [value];
  return values.map((each) => ({ file, value: each, text: String(plainValue(each)) }));
}

function foreignRoles(document: EnvironmentDocument): Problem[] {
  const [account] = saidBy(document, 'spec.aws.account');
  if (account === undefined) return [];
  return ROLES.flatMap((key) => saidBy(document, key)).flatMap(({ text, value }) => {
    const [, owner = account.text] = /^arn:[^:]+:iam::(\d+):/.exec(text) ?? [];
    if (owner === account.text) return [];
    const what = `the role is of the account ${owner}, and aws.account is ${account.text}`;
    return [problemAt(value.place, what, 'Correct the wrong one: no run of this environment could begin.')];
  });
}

const GUARDS = ['spec.aws.account', 'spec.kafka.clusterId'];

function missingGuards(document: EnvironmentDocument): Problem[] {
  const [mode] = saidBy(document, 'spec.mode');
  if (mode?.text !== 'production') return [];
  return GUARDS.filter((key) => saidBy(document, key).length === 0).map((key) =>
    problemAt(
      mode.value.place,
      `it is production, and ${key} is missing`,
      'Write it: a role or a broker pasted from elsewhere then changes nothing.',
    ),
  );
}

/** deploy.yml builds in the first environment, and its role alone says what the others may take from there. */
function foreignSources(documents: readonly EnvironmentDocument[]): Problem[] {
  const [first, ...others] = inTurn(documents);
  if (first === undefined) return [];
  const taking = others.filter((document) => saidBy(document, 'spec.deploy.images').length > 0);
  return taking.flatMap((document) =>
    ['account', 'region'].flatMap((where) => {
      const [built] = saidBy(first, `spec.aws.${where}`);
      const own = saidBy(document, `spec.aws.${where}`);
      const [source] = [...saidBy(document, `spec.deploy.from.${where}`), ...own];
      if (built === undefined || source === undefined || source.text === built.text) return [];
      const what = `images are promoted from the ${where} ${source.text}, and ${first.name} builds them in ${built.text}`;
      return [problemAt(source.value.place, what, `Write spec.deploy.from.${where}: '${built.text}'.`)];
    }),
  );
}

const inTurn = (documents: readonly EnvironmentDocument[]): EnvironmentDocument[] =>
  documents
    .flatMap((document) =>
      saidBy(document, 'spec.order').map(({ text }) => ({ document, order: Number(text) })),
    )
    .toSorted((a, b) => a.order - b.order)
    .map(({ document }) => document);
