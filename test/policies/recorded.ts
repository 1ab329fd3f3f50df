import type { AwsCall } from '../../lab/aws/aws-call.ts';
import type { Purpose } from '../../scripts/policies/core/purpose.ts';

/** The permissions that were asked for, by the Sid of the statement that allows them. */
type BySid = Readonly<Record<string, readonly string[]>>;
export type Asked = Partial<Readonly<Record<Purpose, BySid>>>;

/** In the order of the alphabet, as they are told. */
const TAG = ['ec2:CreateTags', 'ec2:DeleteTags'] as const;
const LOG_IN = ['ecr:GetAuthorizationToken'] as const;
const BASES = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'] as const;
const SOURCE = ['ecr:BatchGetImage', 'ecr:DescribeImageScanFindings', 'ecr:GetDownloadUrlForLayer'] as const;
const REPOSITORY = ['ecr:DescribeRepositories', 'ecr:GetLifecyclePolicy'] as const;

/** What the roles were asked for in real runs: each of these suites of `test/e2e` fails when its part is not so any more. */
export const RECORDED = {
  'rolling-reboot': {
    reboot: {
      MarkTheCluster: TAG,
      RestartTheCluster: ['ec2:DescribeInstanceAttribute', 'ec2:StartInstances', 'ec2:StopInstances'],
      SeeInstances: ['ec2:DescribeInstanceStatus', 'ec2:DescribeInstanceTypes', 'ec2:DescribeInstances'],
    },
  },
  'reboot-in-place': {
    reboot: {
      MarkTheCluster: TAG,
      RestartTheCluster: ['ec2:DescribeInstanceAttribute', 'ec2:RebootInstances', 'ec2:StartInstances'],
      SeeInstances: ['ec2:DescribeInstanceTypes', 'ec2:DescribeInstances'],
    },
  },
  'build-push': {
    build: {
      KeepRepositories: [
        'ecr:CreateRepository',
        ...REPOSITORY,
        'ecr:PutImageScanningConfiguration',
        'ecr:PutImageTagMutability',
        'ecr:PutLifecyclePolicy',
        'ecr:TagResource',
      ],
      LogIn: LOG_IN,
      PullBases: BASES,
      PushAndPull: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:DescribeImageScanFindings',
        'ecr:GetDownloadUrlForLayer',
        'ecr:InitiateLayerUpload',
        'ecr:ListImages',
        'ecr:PutImage',
        'ecr:StartImageScan',
        'ecr:UploadLayerPart',
      ],
    },
    deploy: {
      LogIn: LOG_IN,
      Promote: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:DescribeImageScanFindings',
        'ecr:DescribeRepositories',
        'ecr:GetDownloadUrlForLayer',
        'ecr:GetLifecyclePolicy',
        'ecr:InitiateLayerUpload',
        'ecr:ListImages',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
      Pull: SOURCE,
    },
    'topics-plan': { SeeRepositories: REPOSITORY },
  },
  builds: {
    build: {
      KeepRepositories: ['ecr:CreateRepository', ...REPOSITORY, 'ecr:PutLifecyclePolicy'],
      LogIn: LOG_IN,
      PullBases: BASES,
      PushAndPull: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:DescribeImageScanFindings',
        'ecr:GetDownloadUrlForLayer',
        'ecr:InitiateLayerUpload',
        'ecr:ListImages',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
    },
    deploy: {
      LogIn: LOG_IN,
      Promote: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:DescribeImageScanFindings',
        'ecr:DescribeRepositories',
        'ecr:GetDownloadUrlForLayer',
        'ecr:GetLifecyclePolicy',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
      Pull: SOURCE,
    },
  },
} as const satisfies Readonly<Record<string, Asked>>;

/** What a policy allows that no run here asks for, and why it is needed all the same. */
export const RARE: Partial<
  Readonly<Record<Purpose, Readonly<Record<string, Readonly<Record<string, string>>>>>>
> = {
  reboot: {
    SeeInstances: {
      'ec2:DescribeSpotInstanceRequests':
        'asked for where an instance is a spot instance, and those of the lab are not',
    },
  },
};

/** The permissions that calls asked for, by the purpose of the role that made them; a dry run asks like a real call. */
export function askedIn(calls: readonly AwsCall[]): Asked {
  const all = calls.flatMap(({ asked }) => asked);
  const byPurpose = Map.groupBy(all, ({ role }) => purposeOf(role));
  return Object.fromEntries([...byPurpose].map(([purpose, asked]) => [purpose, bySid(asked)]));
}

function bySid(asked: AwsCall['asked']): BySid {
  const byStatement = Map.groupBy(asked, ({ by = 'refused' }) => by);
  return Object.fromEntries(
    [...byStatement].map(([sid, same]) => [sid, [...new Set(same.map(({ action }) => action))].sort()]),
  );
}

/** `…:role/kafka-fleet-prod-topics-apply` */
const purposeOf = (role: string): string => role.replace(/^.*kafka-fleet-[a-z]+-/, '');
