/**
 * What an environment file says besides inputs: which environment it is, for workflows and for people. Each is checked,
 * so that a typo is found where it stands; switches that are off hold for the actions too.
 */
export type Fact =
  | { readonly kind: 'word'; readonly words: readonly [string, ...string[]] }
  | { readonly kind: 'number'; readonly least: number; readonly most: number }
  | { readonly kind: 'text' | 'texts'; readonly pattern: RegExp; readonly example: string }
  | { readonly kind: 'switch' };

export interface FactOfFile {
  readonly about: string;
  readonly fact: Fact;
}

const text = (pattern: RegExp, example: string): Fact => ({ kind: 'text', pattern, example });
/** Labels of DNS, as Kubernetes names things. */
const NAME = /^[a-z\d]([a-z\d-]*[a-z\d])?$/;

/** A repository of Amazon ECR. */
const REPOSITORY = /^[a-z\d]+([._/-][a-z\d]+)*$/;

const FACTS: Readonly<Record<string, FactOfFile>> = {
  'spec.mode': {
    about: 'What runs there: fakes in memory for testing, the lab for integration',
    fact: { kind: 'word', words: ['development', 'testing', 'integration', 'production'] },
  },
  'spec.order': {
    about: 'The turn of the environment in a deployment, from 1',
    fact: { kind: 'number', least: 1, most: 999 },
  },
  'spec.kafka.version': {
    about: 'The version of Kafka that the cluster has',
    fact: text(/^\d+\.\d+(\.\d+)?$/, '"4.1"'),
  },
  'spec.github.repository': {
    about:
      'The repository whose jobs take the roles, as GitHub spells it: trust policies tell capitals apart',
    fact: text(/^[\w.-]+\/[\w.-]+$/, 'kafka-fleet/content'),
  },
  'spec.github.repositoryId': {
    about:
      'Its id, which another repository never gets, even under the same name: gh api repos/<repository> --jq .id',
    fact: text(/^\d+$/, "'700000001'"),
  },
  'spec.github.ownerId': {
    about: 'The id of its owner: gh api repos/<repository> --jq .owner.id',
    fact: text(/^\d+$/, "'900000001'"),
  },
  'spec.github.ref': {
    about: 'The branch that deploys; refs/heads/main when it is left out',
    fact: text(/^refs\/heads\/[^\s*?]+$/, 'refs/heads/main'),
  },
  'spec.github.workflows': {
    about:
      'Where the workflows are that take the roles, when they are called from another repository; a tag is written refs/tags/<tag>, as GitHub says it in a token',
    fact: text(
      /^[\w.-]+\/[\w.-]+@(?:refs\/(?:heads|tags)\/[^\s*?]+|[\da-f]{40})$/,
      'kafka-fleet/actions@refs/tags/v1',
    ),
  },
  'spec.reboot.serviceAccount': {
    about: 'The Kubernetes service account of the CronJob that reboots, which may take the role too',
    fact: text(/^[a-z\d-]+\/[a-z\d.-]+$/, 'kafka/rolling-reboot'),
  },
  'spec.deploy.kubernetes.oidcIssuer': {
    about: 'The OIDC issuer of the Kubernetes cluster, without https://',
    fact: text(/^[\w.-]+(\/[\w.-]+)*$/, 'oidc.eks.eu-west-1.amazonaws.com/id/0123ABCD'),
  },
  'spec.deploy.kubernetes.context': {
    about: 'The context of kubectl',
    fact: text(/^\S+$/, 'prod-cluster'),
  },
  'spec.deploy.kubernetes.namespace': { about: 'The namespace', fact: text(NAME, 'kafka-apps') },
  'spec.deploy.images': {
    about: 'The images that are deployed',
    fact: { kind: 'texts', pattern: NAME, example: '[producer, consumer]' },
  },
  'spec.deploy.repositories': {
    about: 'The repositories of Amazon ECR that hold them',
    fact: { kind: 'texts', pattern: REPOSITORY, example: '[kafka/producer, kafka/consumer]' },
  },
  'spec.deploy.bases': {
    about: 'The repositories of Amazon ECR that hold what they are built from',
    fact: { kind: 'texts', pattern: REPOSITORY, example: '[base/node]' },
  },
  'spec.deploy.from.account': {
    about: 'The account whose registry images are promoted from, when it is another one',
    fact: text(/^\d{12}$/, "'111122223333'"),
  },
  'spec.deploy.from.region': {
    about: 'The region of that registry, when it is another one',
    fact: text(/^[a-z]+(-[a-z\d]+)+$/, 'eu-west-1'),
  },
  'spec.deploy.overlay': {
    about: 'The folder that kustomize renders',
    fact: text(/^[\w.-]+(\/[\w.-]+)*$/, 'manifests/overlays/dev'),
  },
  'spec.features.rebootCron': {
    about: 'Off: a scheduled rolling reboot evaluates and reports, and restarts nothing',
    fact: { kind: 'switch' },
  },
  'spec.features.parallelReboot': {
    about: 'Off: max-unavailable above 1 is refused',
    fact: { kind: 'switch' },
  },
};

export const FACT_OF_KEY: ReadonlyMap<string, FactOfFile> = new Map(Object.entries(FACTS));

/** What is allowed; undefined where the value is. */
export function wrongFact(fact: Fact, value: unknown): string | undefined {
  return isRight(fact, value) ? undefined : allowed(fact);
}

function isRight(fact: Fact, value: unknown): boolean {
  switch (fact.kind) {
    case 'word':
      return fact.words.some((word) => word === value);
    case 'number':
      return Number.isInteger(value) && Number(value) >= fact.least && Number(value) <= fact.most;
    case 'text':
      return typeof value === 'string' && fact.pattern.test(value);
    case 'texts':
      return (
        Array.isArray(value) && value.every((each) => typeof each === 'string' && fact.pattern.test(each))
      );
    case 'switch':
      return typeof value === 'boolean';
  }
}

function allowed(fact: Fact): string {
  switch (fact.kind) {
    case 'word':
      return `Write ${fact.words.join(', ')}.`;
    case 'number':
      return `Write a whole number from ${String(fact.least)} to ${String(fact.most)}.`;
    case 'text':
    case 'texts':
      return `Write a text such as ${fact.example}.`;
    case 'switch':
      return 'Write true or false.';
  }
}
