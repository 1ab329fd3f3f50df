import { mskCluster } from '../../../actions/topic-sync/src/core/permissions/iam-policy.ts';
import { type Consent, CONSENTS } from '../../../actions/topic-sync/src/core/operation.ts';
import { parseEcrHost } from '../../../lib/core/ecr-host.ts';
import { STATE_TOPIC } from '../../../lib/core/state-record.ts';
import { type Parsed, type Problem, parsed, problemAt, refused } from '../../../lib/core/problem.ts';
import { placeAt, plainValue, type SourceValue, valueAt } from '../../../lib/core/source-value.ts';
import type { PolicySettings, RegistrySettings, ServiceAccount, TopicSettings } from './policy-settings.ts';
import { KEY_OF_PURPOSE, type Purpose, PURPOSES } from './purpose.ts';

/** An environment document as its policies see it; undefined when it names no role. All that is missing is told together. */
export function readSettings(document: SourceValue): Parsed<PolicySettings> | undefined {
  const look = new Look(document);
  const roles = rolesIn(look);
  if (roles.size === 0) return undefined;
  const [account, region] = [look.needed('aws.account'), look.needed('aws.region')];
  const from = {
    account: look.text('deploy.from.account', account),
    region: look.text('deploy.from.region', region),
  };
  const settings: PolicySettings = {
    name: look.textAt(['metadata', 'name']),
    partition: [...roles.values()][0]?.split(':')[1] ?? '',
    ...{ account, region, roles },
    github: githubIn(look),
    kubernetes: serviceAccountIn(look),
    cluster: roles.has('reboot') ? look.needed('kafka.cluster') : look.text('kafka.cluster', ''),
    registry: registryIn(look, roles, from),
    topics: topicsIn(look),
  };
  const problems = [...look.problems, ...wrongRoles(look, settings)];
  return problems.length > 0 ? refused(problems) : parsed(settings);
}

class Look {
  readonly problems: Problem[] = [];
  readonly document: SourceValue;

  constructor(document: SourceValue) {
    this.document = document;
  }

  textAt(path: readonly string[]): string {
    const value = valueAt(this.document, path);
    return value?.kind === 'scalar' ? value.text : '';
  }

  /** Of a key below `spec`. */
  text(key: string, absent: string): string {
    const found = this.textAt(pathOf(key));
    return found === '' ? absent : found;
  }

  needed(key: string): string {
    const found = this.text(key, '');
    if (found === '')
      this.report(key, `spec.${key} is missing`, 'The policies of the roles need it: write it.');
    return found;
  }

  texts(key: string): string[] {
    const value = valueAt(this.document, pathOf(key));
    if (value === undefined) return [];
    return [plainValue(value)].flat().map(String);
  }

  report(key: string, what: string, fix: string): void {
    this.problems.push(problemAt(placeAt(this.document, nearest(this.document, pathOf(key))), what, fix));
  }
}

const pathOf = (key: string): string[] => ['spec', ...key.split('.')];

/** As much of a path as exists. */
const nearest = (document: SourceValue, path: readonly string[]): readonly string[] =>
  path.length === 0 || valueAt(document, path) !== undefined ? path : nearest(document, path.slice(0, -1));

function rolesIn(look: Look): Map<Purpose, string> {
  const named = PURPOSES.map(
    (purpose) => [purpose, look.text(`aws.roles.${KEY_OF_PURPOSE[purpose]}`, '')] as const,
  );
  return new Map(named.filter(([, arn]) => arn !== ''));
}

const githubIn = (look: Look): PolicySettings['github'] => {
  const workflows = look.text('github.workflows', '');
  return {
    repository: look.needed('github.repository'),
    repositoryId: look.needed('github.repositoryId'),
    ownerId: look.needed('github.ownerId'),
    ref: look.text('github.ref', 'refs/heads/main'),
    workflows: workflows === '' ? undefined : workflows,
  };
};

function serviceAccountIn(look: Look): ServiceAccount | undefined {
  const given = look.text('reboot.serviceAccount', '');
  if (given === '') return undefined;
  const [namespace = '', name = ''] = given.split('/');
  return { issuer: look.needed('deploy.kubernetes.oidcIssuer'), namespace, name };
}

function registryIn(
  look: Look,
  roles: ReadonlyMap<Purpose, string>,
  from: RegistrySettings['from'],
): RegistrySettings {
  const repositories = look.texts('deploy.repositories');
  const isNeeded = roles.has('build') || roles.has('deploy');
  if (isNeeded && repositories.length === 0) look.needed('deploy.repositories');
  const bases = look.texts('deploy.bases');
  refuseHosts(look, 'deploy.repositories', repositories);
  refuseHosts(look, 'deploy.bases', bases);
  return { repositories, bases, from };
}

/** A repository with its registry would be rendered as a private one of that odd name, which gives no rights to any. */
function refuseHosts(look: Look, key: keyof typeof PUBLIC, names: readonly string[]): void {
  for (const name of names) {
    const host = parseEcrHost(name.split('/')[0] ?? '');
    if (host === undefined) continue;
    const fix = host.isPublic ? PUBLIC[key] : 'Write the repository without its registry, such as kafka/app.';
    look.report(key, `${name} names a registry`, fix);
  }
}

const PUBLIC = {
  'deploy.repositories':
    'Leave it out: rights in Amazon ECR Public are given by a policy beside these, which policies/README.md shows.',
  'deploy.bases': 'Leave it out: everybody may pull from Amazon ECR Public.',
} as const;

function topicsIn(look: Look): TopicSettings {
  const allowed = look.texts('topics.allow');
  return {
    cluster: mskCluster(look.text('kafka.clusterArn', '')),
    include: look.texts('topics.include'),
    consents: new Set(CONSENTS.filter((consent: Consent) => allowed.includes(consent))),
    stateTopic: look.text('reboot.stateTopic', STATE_TOPIC),
    verifyTopic: look.text('topics.verifyTopic', ''),
  };
}

/** A role of another account is a copy of another environment's; one for two purposes has the rights of both. */
function wrongRoles(look: Look, { account, roles }: PolicySettings): Problem[] {
  const seen = new Look(look.document);
  for (const [purpose, arn] of roles) {
    const key = `aws.roles.${KEY_OF_PURPOSE[purpose]}`;
    if (arn.split(':')[4] !== account) {
      seen.report(key, `the role is not of the account ${account}`, 'Correct the ARN, or spec.aws.account.');
    }
    if ([...roles].some(([other, same]) => other < purpose && same === arn)) {
      seen.report(key, 'the role is that of another purpose too', 'Give each purpose a role of its own.');
    }
    if (/\/GitHubActions$/i.test(arn)) {
      // https://github.com/aws-actions/configure-aws-credentials/issues/953
      seen.report(
        key,
        'IAM refuses roles of this name for GitHub',
        'Name it otherwise, such as kafka-fleet-prod-build.',
      );
    }
  }
  return seen.problems;
}
