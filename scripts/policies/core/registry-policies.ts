import { policyOf, type PolicyDocument, type Statement } from './policy-document.ts';
import type { PolicySettings } from './policy-settings.ts';
import { NEVER_DESTROY } from './never-destroy.ts';

const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:ListImages'];
const PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];
const SETTINGS = ['ecr:DescribeRepositories', 'ecr:GetLifecyclePolicy'];
const SCAN = ['ecr:DescribeImageScanFindings', 'ecr:StartImageScan'];
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
export const buildPolicy = (settings: PolicySettings): PolicyDocument =>
  policyOf([
    LOG_IN,
    on('PushAndPull', [...PULL, ...PUSH, ...SCAN], settings),
    on('KeepRepositories', [...SETTINGS, ...KEEP_SETTINGS], settings),
    NEVER_DESTROY,
  ]);

/** Promotes: pulls what was built elsewhere, and pushes it to the environment's own repositories. */
export function deployPolicy(settings: PolicySettings): PolicyDocument {
  const { registry, account, region } = settings;
  const isOwn = registry.from.account === account && registry.from.region === region;
  const pull = on('Pull', [...PULL, ...SETTINGS], { ...settings, ...registry.from });
  return policyOf([
    LOG_IN,
    ...(isOwn ? [] : [pull]),
    on('Promote', [...PULL, ...PUSH, ...SETTINGS], settings),
    NEVER_DESTROY,
  ]);
}

function on(
  Sid: string,
  actions: readonly string[],
  { partition, account, region, registry }: PolicySettings,
): Statement {
  const arn = (name: string): string => `arn:${partition}:ecr:${region}:${account}:repository/${name}`;
  return { Sid, Effect: 'Allow', Action: actions.toSorted(), Resource: registry.repositories.map(arn) };
}
