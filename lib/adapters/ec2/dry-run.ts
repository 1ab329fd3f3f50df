import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeSpotInstanceRequestsCommand,
  EC2Client,
  RebootInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { reasonOf } from '../aws-failure.ts';
import { type AwsSettings, withTimeouts } from '../aws-settings.ts';
import { renewOnExpiry } from '../renew-on-expiry.ts';

/** A call, and what it needs to be asked about. */
export interface Ec2Call {
  readonly action: keyof typeof SENDERS;
  readonly instance: string;
  /** Keys of tags; policies may allow some only. */
  readonly tags?: readonly string[];
}

/** What EC2 says that it would do. */
export type DryRun =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

const DryRun = true;
const one = ({ instance }: Ec2Call) => ({ InstanceIds: [instance], DryRun });
const tagged = ({ instance, tags = [] }: Ec2Call) => ({
  Resources: [instance],
  Tags: tags.map((Key) => ({ Key, Value: 'preflight' })),
  DryRun,
});

const SENDERS = {
  DescribeInstances: (client: EC2Client, call: Ec2Call) =>
    client.send(new DescribeInstancesCommand(one(call))),
  DescribeInstanceAttribute: (client: EC2Client, { instance }: Ec2Call) =>
    client.send(
      new DescribeInstanceAttributeCommand({ InstanceId: instance, Attribute: 'disableApiStop', DryRun }),
    ),
  DescribeInstanceTypes: (client: EC2Client) => client.send(new DescribeInstanceTypesCommand({ DryRun })),
  DescribeSpotInstanceRequests: (client: EC2Client) =>
    client.send(new DescribeSpotInstanceRequestsCommand({ DryRun })),
  StopInstances: (client: EC2Client, call: Ec2Call) => client.send(new StopInstancesCommand(one(call))),
  StartInstances: (client: EC2Client, call: Ec2Call) => client.send(new StartInstancesCommand(one(call))),
  RebootInstances: (client: EC2Client, call: Ec2Call) => client.send(new RebootInstancesCommand(one(call))),
  CreateTags: (client: EC2Client, call: Ec2Call) => client.send(new CreateTagsCommand(tagged(call))),
  DeleteTags: (client: EC2Client, call: Ec2Call) => client.send(new DeleteTagsCommand(tagged(call))),
} as const;

const REFUSALS = new Set(['UnauthorizedOperation', 'AccessDenied', 'AuthFailure', 'OptInRequired']);

/** Asks EC2 whether calls would be allowed. Every one has DryRun=true: nothing is changed, and nothing is read. */
export function ec2DryRuns(settings: AwsSettings): (call: Ec2Call) => Promise<DryRun> {
  const client = new EC2Client({ ...withTimeouts(settings), maxAttempts: 8, retryMode: 'adaptive' });
  renewOnExpiry(client);
  return async (call) => {
    try {
      await SENDERS[call.action](client, call);
      // EC2 answers a dry run by an error always; what does not know dry runs at least allowed to read.
      return call.action.startsWith('Describe')
        ? { kind: 'allowed' }
        : { kind: 'unknown', reason: 'the endpoint took a dry run for the call itself' };
    } catch (error) {
      const code = error instanceof Error ? error.name : '';
      if (code === 'DryRunOperation') return { kind: 'allowed' };
      return { kind: REFUSALS.has(code) ? 'refused' : 'unknown', reason: reasonOf(error) };
    }
  };
}
