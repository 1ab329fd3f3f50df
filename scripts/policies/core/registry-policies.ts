import { policyOf, type PolicyDocument, type Statement } from './policy-document.ts';
import type { PolicySettings } from './policy-settings.ts';
import { NEVER_DESTROY } from './never-destroy.ts';

const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
/** Builds find earlier ones by their tags, and rollbacks what there was before. */
const TAGS = 'ecr:ListImages';
const PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];
const SETTINGS = ['ecr:DescribeRepositories', 'ecr:GetLifecyclePolicy'];
const FINDINGS = 'ecr:DescribeImageScanFindings';
const SCAN = [FINDINGS, 'ecr:StartImageScan'];
const KEEP_SETTINGS = [
  'ecr:CreateRepository',
  'ecr:PutImageScanningConfiguration',
  'ecr:PutImageTagMutability',
  'ecr:PutLifecyclePolicy',
  'ecr:TagResource',
];

/** Has no resource. https://docs.aws.amazon.com/AmazonECR/latest/userguide/security_iam_id-based-policy-examples.html */
const LOG_IN: Statement = {
  Sid: 'LogIn',
  Effect: 'Allow',
  Action: ['ecr:GetAuthorizationToken'],
  Resource: ['*'],
};

/** Builds: pushes to the repositories, creates them and keeps their settings, and reads the scans of what it pushed. */
export function buildPolicy(settings: PolicySettings): PolicyDocument {
  const { repositories, bases } = settings.registry;
  return policyOf([
    LOG_IN,
    ...(bases.length === 0 ? [] : [allow('PullBases', PULL, arnsOf(bases, settings))]),
    allow('PushAndPull', [...PULL, TAGS, ...PUSH, ...SCAN], arnsOf(repositories, settings)),
    allow('KeepRepositories', [...SETTINGS, ...KEEP_SETTINGS], arnsOf(repositories, settings)),
    NEVER_DESTROY,
  ]);
}

/**
 * Promotes: pulls what was built elsewhere, reads its scan there, and pushes it to the environment's own repositories,
 * where it is verified and rolled back.
 */
export function deployPolicy(settings: PolicySettings): PolicyDocument {
  const { account, region } = settings;
  const { from, repositories } = settings.registry;
  const isOwn = from.account === account && from.region === region;
  const there = arnsOf(repositories, { ...settings, ...from });
  return policyOf([
    LOG_IN,
    ...(isOwn ? [] : [allow('Pull', [...PULL, FINDINGS], there)]),
    allow('Promote', [...PULL, TAGS, ...PUSH, ...SETTINGS, FINDINGS], arnsOf(repositories, settings)),
    NEVER_DESTROY,
  ]);
}

/** Compares the repositories with their settings. */
export function seeRepositories(settings: PolicySettings): Statement[] {
  const { repositories } = settings.registry;
  return repositories.length === 0
    ? []
    : [allow('SeeRepositories', SETTINGS, arnsOf(repositories, settings))];
}

type Registry = Pick<PolicySettings, 'partition' | 'account' | 'region'>;

const arnsOf = (names: readonly string[], { partition, account, region }: Registry): string[] =>
  names.map((name) => `arn:${partition}:ecr:${region}:${account}:repository/${name}`);

const allow = (Sid: string, actions: readonly string[], resources: readonly string[]): Statement => ({
  Sid,
  Effect: 'Allow',
  Action: actions.toSorted(),
  Resource: resources,
});
