import type { Claims } from '../../lab/iam/may-assume.ts';
import type { Purpose } from '../../scripts/policies/core/purpose.ts';

const OWN = 'kafka-fleet/content';
const IDS = { repository_id: '700000001', repository_owner_id: '900000001' };
export const MAIN = 'refs/heads/main';

export interface Job {
  readonly workflow: string;
  /** What follows the repository in `sub`. */
  readonly context: string;
  readonly ref?: string;
}

/** The claims of a job of the samples' repository; the subject without ids. */
export function token({ workflow, context, ref = MAIN }: Job): Claims {
  return {
    iss: 'https://token.actions.githubusercontent.com',
    aud: 'sts.amazonaws.com',
    sub: `repo:${OWN}:${context}`,
    repository: OWN,
    ...IDS,
    ref,
    workflow: workflow,
    actor: 'somebody',
    actor_id: '1',
    job_workflow_ref: `${OWN}/.github/workflows/${workflow}@${ref}`,
  };
}

export const immutable = (claims: Claims): Claims => ({
  ...claims,
  sub: String(claims['sub']).replace(`repo:${OWN}`, 'repo:kafka-fleet@900000001/content@700000001'),
});

export const PULL = 'refs/pull/7/merge';
/** Every job of the chain, in one environment. */
export const jobs = (
  name: string,
): Readonly<Record<string, { readonly claims: Claims; readonly roles: readonly Purpose[] }>> => {
  const context = `environment:${name}`;
  return {
    'a deployment': {
      claims: token({ workflow: 'deploy.yml', context }),
      roles: ['build', 'deploy', 'topics-apply'],
    },
    'a rolling reboot': {
      claims: token({ workflow: 'rolling-reboot.yml', context: `${context}-reboot` }),
      roles: ['reboot'],
    },
    'a pull request': {
      claims: token({ workflow: 'topic-diff.yml', context: `${context}-plan`, ref: PULL }),
      roles: ['topics-plan'],
    },
    'a plan before an approval': {
      claims: token({ workflow: 'deploy.yml', context: `${context}-plan` }),
      roles: ['topics-plan'],
    },
    'a look for drift': {
      claims: token({ workflow: 'drift.yml', context: `${context}-plan` }),
      roles: ['topics-plan'],
    },
  };
};

/** What changes a token of a good job into that of somebody else. */
export const FOREIGN: Readonly<Record<string, (claims: Claims) => Claims>> = {
  'the wrong audience': (claims) => ({ ...claims, aud: 'https://github.com/kafka-fleet' }),
  'no audience': (claims) => ({ ...claims, aud: undefined }),
  'another issuer': (claims) => ({ ...claims, iss: 'https://token.actions.example.com' }),
  'another issuer of the same host': (claims) => ({
    ...claims,
    iss: 'https://token.actions.githubusercontent.com/evil',
  }),
  'another repository of the owner': (claims) => ({
    ...claims,
    sub: String(claims['sub']).replace('content', 'contents'),
    repository_id: '700000002',
  }),
  'a fork': (claims) => ({
    ...(JSON.parse(JSON.stringify(claims).replaceAll('kafka-fleet/', 'mallory/')) as Claims),
    ...{ repository_id: '700000003', repository_owner_id: '900000002' },
  }),
  'a repository that took over the name, legacy subject': (claims) => ({
    ...claims,
    ...{ repository_id: '700000004', repository_owner_id: '900000003' },
  }),
  'a repository that took over the name, immutable subject': (claims) => ({
    ...immutable(claims),
    sub: String(immutable(claims)['sub']).replace('700000001', '700000004'),
    ...{ repository_id: '700000004' },
  }),
  'an owner that took over the name': (claims) => ({
    ...immutable(claims),
    sub: String(immutable(claims)['sub']).replace('900000001', '900000003'),
    ...{ repository_owner_id: '900000003' },
  }),
  'capitals that differ': (claims) => ({
    ...claims,
    sub: String(claims['sub']).replace('kafka-fleet', 'Kafka-Fleet'),
  }),
  'another workflow': (claims) => ({
    ...claims,
    job_workflow_ref: `${OWN}/.github/workflows/anything.yml@${String(claims['ref'])}`,
  }),
  'a workflow of the same name in another repository': (claims) => ({
    ...claims,
    job_workflow_ref: String(claims['job_workflow_ref']).replace(OWN, 'mallory/content'),
  }),
  'the workflow as it is on another branch': (claims) => ({
    ...claims,
    job_workflow_ref: String(claims['job_workflow_ref']).replace(/@.*/, '@refs/heads/feature'),
  }),
  'the workflow as it was at a tag': (claims) => ({
    ...claims,
    job_workflow_ref: String(claims['job_workflow_ref']).replace(/@.*/, '@refs/tags/v1'),
  }),
  'another branch that no environment protects': (claims) => ({
    ...claims,
    ref: 'refs/heads/feature',
    sub: String(claims['sub']).replace(MAIN, 'refs/heads/feature'),
    job_workflow_ref: String(claims['job_workflow_ref']).replace(/@.*/, '@refs/heads/feature'),
  }),
  'a caller on another branch': (claims) => ({
    ...claims,
    ref: 'refs/heads/feature',
    sub: String(claims['sub']).replace(/(pull_request|ref:.*)$/, 'ref:refs/heads/feature'),
  }),
  'a tag': (claims) => ({
    ...claims,
    ref: 'refs/tags/v1',
    sub: `repo:${OWN}:ref:refs/tags/v1`,
    job_workflow_ref: String(claims['job_workflow_ref']).replace(/@.*/, '@refs/tags/v1'),
  }),
  'a subject that begins like it': (claims) => ({ ...claims, sub: `${String(claims['sub'])}-x` }),
  'a subject that ends like it': (claims) => ({ ...claims, sub: `repo:x/y:${String(claims['sub'])}` }),
  'a wildcard as the subject': (claims) => ({ ...claims, sub: `repo:${OWN}:*` }),
  'no subject': (claims) => ({ ...claims, sub: undefined }),
  'no id of the repository': (claims) => ({ ...claims, repository_id: undefined }),
  'no workflow': (claims) => ({ ...claims, job_workflow_ref: undefined }),
};

/** The CronJob that reboots. */
export const pod = (issuer: string): Claims => ({
  iss: `https://${issuer}`,
  aud: 'sts.amazonaws.com',
  sub: 'system:serviceaccount:kafka:rolling-reboot',
});

export const OTHER_PODS: Readonly<Record<string, Claims>> = {
  'another service account': { sub: 'system:serviceaccount:kafka:default' },
  'the same name in another namespace': { sub: 'system:serviceaccount:posts:rolling-reboot' },
  'a token for the API server': { aud: 'https://kubernetes.default.svc' },
  'the same pod of another cluster': { iss: 'https://oidc.eks.eu-west-1.amazonaws.com/id/0000' },
};
