import type { GitHubSettings, PolicySettings, ServiceAccount } from './policy-settings.ts';
import { type Conditions, policyOf, type PolicyDocument, type Statement } from './policy-document.ts';
import type { Purpose } from './purpose.ts';

/** Of GitHub's tokens; IAM names the claims by it. */
const GITHUB_ISSUER = 'token.actions.githubusercontent.com';

/** Jobs that may take a role: the subject of their tokens is the environment that they name. */
interface TrustedJobs {
  readonly workflows: readonly [string, ...string[]];
  readonly sid: string;
  readonly kind: keyof typeof ENVIRONMENT_OF;
}

/**
 * What follows the environment's name in that of the GitHub environment. What only shows waits for nobody's approval, and a
 * reboot by the clock finds nobody awake, so each has one of its own; the plan of a pull request, a proposal, runs at its
 * own merge commit.
 */
const ENVIRONMENT_OF = { deployment: '', reboot: '-reboot', plan: '-plan', proposal: '-plan' } as const;

const deployments: TrustedJobs = { workflows: ['deploy.yml'], sid: 'Environment', kind: 'deployment' };

/** Who takes which role. */
const TRUSTED_JOBS: Readonly<Record<Purpose, readonly TrustedJobs[]>> = {
  build: [deployments],
  deploy: [deployments],
  reboot: [{ workflows: ['rolling-reboot.yml'], sid: 'Environment', kind: 'reboot' }],
  'topics-apply': [deployments],
  'topics-plan': [
    { workflows: ['topic-diff.yml'], sid: 'PullRequest', kind: 'proposal' },
    { workflows: ['deploy.yml', 'drift.yml'], sid: 'Plan', kind: 'plan' },
  ],
};

/** Who may take the role: jobs of GitHub, and for a reboot the service account of the CronJob. */
export function trustPolicy(settings: PolicySettings, purpose: Purpose): PolicyDocument {
  const jobs = TRUSTED_JOBS[purpose].map((each) => trustJobs(settings, each));
  const { kubernetes } = settings;
  return policyOf(
    purpose === 'reboot' && kubernetes !== undefined ? [...jobs, trustPod(settings, kubernetes)] : jobs,
  );
}

function trustJobs(settings: PolicySettings, jobs: TrustedJobs): Statement {
  const { github, name } = settings;
  const isProposal = jobs.kind === 'proposal';
  const claims = {
    aud: audienceOf(settings),
    sub: subjectsOf(github, `environment:${name}${ENVIRONMENT_OF[jobs.kind]}`),
    repository_id: github.repositoryId,
    // A workflow that is called has its own version, and the caller may be on any branch.
    ...(isProposal ? {} : { ref: github.ref }),
  };
  const workflow = isProposal ? proposedWorkflows(github, jobs) : workflowsOf(github, jobs);
  return {
    Sid: jobs.sid,
    ...trusted(settings, GITHUB_ISSUER),
    Condition: merged({ StringEquals: keysOf(GITHUB_ISSUER, claims) }, workflow),
  };
}

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

const WORKFLOW_CLAIM = `${GITHUB_ISSUER}:job_workflow_ref`;

/** The workflow files and their version. */
function workflowsOf(github: GitHubSettings, { workflows }: TrustedJobs): Conditions {
  const [home = '', version = ''] = (github.workflows ?? `${github.repository}@${github.ref}`).split('@');
  return { StringEquals: { [WORKFLOW_CLAIM]: filesOf(home, workflows, version) } };
}

/** The merge commit of a pull request, whose number nobody knows beforehand. */
const PULL_REQUEST = 'refs/pull/*/merge';

/** It runs the workflow file of its own merge commit, unless the workflow is called from another repository. */
function proposedWorkflows(github: GitHubSettings, jobs: TrustedJobs): Conditions {
  const ref = { [`${GITHUB_ISSUER}:ref`]: PULL_REQUEST };
  if (github.workflows !== undefined) return { ...workflowsOf(github, jobs), StringLike: ref };
  const files = filesOf(github.repository, jobs.workflows, PULL_REQUEST);
  return { StringLike: { ...ref, [WORKFLOW_CLAIM]: files } };
}

function filesOf(home: string, workflows: TrustedJobs['workflows'], version: string): string | string[] {
  const files = workflows.map((file) => `${home}/.github/workflows/${file}@${version}`);
  const [only = ''] = files;
  return files.length === 1 ? only : files;
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
