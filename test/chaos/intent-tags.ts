import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import type { Lab } from '../../lab/lab.ts';
import { ec2Of } from '../lab/ec2-of.ts';

/** The instances that still carry the tag of an announced stop. */
export async function intentTags(lab: Lab): Promise<string[]> {
  using client = ec2Of(lab);
  const filters = [{ Name: 'tag-key', Values: ['rolling-reboot:intent'] }];
  const { Reservations = [] } = await client.ec2.send(new DescribeInstancesCommand({ Filters: filters }));
  return Reservations.flatMap(({ Instances = [] }) => Instances).map(({ InstanceId = '' }) => InstanceId);
}
