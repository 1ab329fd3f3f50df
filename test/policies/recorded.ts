import type { AwsCall } from '../../lab/aws/aws-call.ts';
import type { Purpose } from '../../scripts/policies/core/purpose.ts';

type Asked = Partial<Record<Purpose, readonly string[]>>;

const LOOK = ['ec2:DescribeInstanceAttribute', 'ec2:DescribeInstanceTypes', 'ec2:DescribeInstances'] as const;
const TAG = ['ec2:CreateTags', 'ec2:DeleteTags'] as const;

/** What the roles were asked for in real runs: each of these suites of `test/e2e` fails when its part is not so any more. */
export const RECORDED: Readonly<Record<'rolling-reboot' | 'reboot-in-place', Asked>> = {
  'rolling-reboot': {
    reboot: [
      ...TAG,
      'ec2:DescribeInstanceAttribute',
      'ec2:DescribeInstanceStatus',
      'ec2:DescribeInstanceTypes',
      'ec2:DescribeInstances',
      'ec2:StartInstances',
      'ec2:StopInstances',
    ],
  },
  'reboot-in-place': {
    reboot: [...TAG, ...LOOK, 'ec2:RebootInstances', 'ec2:StartInstances'],
  },
};

/** What a policy allows that no run here asks for, and why it is needed all the same. */
export const RARE: Partial<Readonly<Record<Purpose, Readonly<Record<string, string>>>>> = {
  reboot: {
    'ec2:DescribeSpotInstanceRequests':
      'asked for where an instance is a spot instance, and those of the lab are not',
  },
};

/** The permissions that calls asked for, by the purpose of the role that made them; a dry run asks like a real call. */
export function askedIn(calls: readonly AwsCall[]): Asked {
  const byPurpose = Map.groupBy(
    calls.flatMap(({ asked }) => asked),
    ({ role }) => purposeOf(role),
  );
  return Object.fromEntries(
    [...byPurpose].map(([purpose, all]) => [purpose, [...new Set(all.map(({ action }) => action))].sort()]),
  );
}

/** `…:role/kafka-fleet-prod-topics-apply` */
const purposeOf = (role: string): string => role.replace(/^.*kafka-fleet-[a-z]+-/, '');
