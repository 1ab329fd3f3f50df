import type { GitHubSettings, PolicySettings, ServiceAccount } from './policy-settings.ts';
import { type Conditions, policyOf, type PolicyDocument, type Statement } from './policy-document.ts';
import type { Purpose } from './purpose.ts';

/** Of GitHub's tokens; IAM names the claims by it. */
const GITHUB_ISSUER = 'token.actions.githubusercontent.com';

/**
 * A job that may take a role. Its token's subject has one of three forms, whichever comes first: of a job that names an
 * environment, of a pull request, or of a branch.
 */
interface TrustedJob {
  readonly workflow: string;
  readonly subject: 'environment' | 'pull_request' | 'ref';
  /** Where another job has the same subject. */
  readonly sid?: string;
}

/** Who takes which role. */
const TRUSTED_JOBS: Readonly<Record<Purpose, readonly TrustedJob[]>> = {
  build: [{ workflow: 'deploy.yml', subject: 'environment' }],
  deploy: [{ workflow: 'deploy.yml', subject: 'environment' }],
  reboot: [{ workflow: 'rolling-reboot.yml', subject: 'environment' }],
  'topics-apply': [{ workflow: 'deploy.yml', subject: 'environment' }],
  'topics-plan': [
    { workflow: 'topic-diff.yml', subject: 'pull_request' },
    // What is shown before an approval waits for none either.
    { workflow: 'deploy.yml', subject: 'ref', sid: 'BeforeApproval' },
    // A schedule waits for nobody's approval, so its job names no environment.
    { workflow: 'drift.yml', subject: 'ref' },
  ],
};

/** Who may take the role: jobs of GitHub, and for a reboot the service account of the CronJob. */
export function trustPolicy(settings: PolicySettings, purpose: Purpose): PolicyDocument {
  const jobs = TRUSTED_JOBS[purpose].map((job) => trustJob(settings, job));
  const { kubernetes } = settings;
  return policyOf(
    purpose === 'reboot' && kubernetes !== undefined ? [...jobs, trustPod(settings, kubernetes)] : jobs,
  );
}

function trustJob(settings: PolicySettings, job: TrustedJob): Statement {
  const { github, name } = settings;
  const claims = {
    aud: audienceOf(settings),
    sub: subjectsOf(
      github,
      { environment: `environment:${name}`, pull_request: 'pull_request', ref: `ref:${github.ref}` }[
        job.subject
      ],
    ),
    repository_id: github.repositoryId,
    // A workflow that is called has its own version, and the caller may be on any branch.
    ...(job.subject === 'environment' ? { ref: github.ref } : {}),
  };
  return {
    Sid: job.sid ?? SIDS[job.subject],
    ...trusted(settings, GITHUB_ISSUER),
    Condition: merged({ StringEquals: keysOf(GITHUB_ISSUER, claims) }, workflowCondition(github, job)),
  };
}

const SIDS = { environment: 'Environment', pull_request: 'PullRequest', ref: 'Branch' } as const;

const trusted = ({ partition, account }: PolicySettings, issuer: string) =>
  ({
    Effect: 'Allow',
    Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${issuer}` },
    Action: ['sts:AssumeRoleWithWebIdentity'],
  }) as const;

const audienceOf = ({ partition }: PolicySettings): string =>
  partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com';

/** Both forms: a repository made since July 2026 has the one with ids, an older one that without, until it opts in. */
function subjectsOf({ repository, ownerId, repositoryId }: GitHubSettings, context: string): string[] {
  const [owner = '', name = ''] = repository.split('/');
  return [`repo:${owner}@${ownerId}/${name}@${repositoryId}:${context}`, `repo:${repository}:${context}`];
}

/**
 * The workflow file and its version. A pull request runs the file of its own merge commit, whose number nobody knows
 * beforehand, unless the workflow is called from another repository.
 */
function workflowCondition({ repository, workflows, ref }: GitHubSettings, job: TrustedJob): Conditions {
  const [home = '', version = ''] = (workflows ?? `${repository}@${ref}`).split('@');
  const file = `${home}/.github/workflows/${job.workflow}`;
  const key = `${GITHUB_ISSUER}:job_workflow_ref`;
  return workflows === undefined && job.subject === 'pull_request'
    ? { StringLike: { [key]: `${file}@refs/pull/*/merge` } }
    : { StringEquals: { [key]: `${file}@${version}` } };
}

/** IAM roles for service accounts: https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html */
const trustPod = (settings: PolicySettings, { issuer, namespace, name }: ServiceAccount): Statement => ({
  Sid: 'CronJob',
  ...trusted(settings, issuer),
  Condition: {
    StringEquals: keysOf(issuer, {
      aud: audienceOf(settings),
      sub: `system:serviceaccount:${namespace}:${name}`,
    }),
  },
});

const keysOf = <T>(issuer: string, claims: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(claims).map(([claim, value]) => [`${issuer}:${claim}`, value]));

const merged = ({ StringEquals }: Conditions, more: Conditions): Conditions => ({
  StringEquals: { ...StringEquals, ...more['StringEquals'] },
  ...(more['StringLike'] === undefined ? {} : { StringLike: more['StringLike'] }),
});
