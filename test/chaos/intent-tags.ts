import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Lab } from '../../lab/lab.ts';

/** The instances that still carry the tag of an announced stop. */
export async function intentTags(lab: Lab): Promise<string[]> {
  const { AWS_ENDPOINT_URL: endpoint = '', AWS_REGION: region = '' } = lab.env;
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = lab.env;
  const ec2 = new EC2Client({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  const filters = [{ Name: 'tag-key', Values: ['rolling-reboot:intent'] }];
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters: filters }));
  ec2.destroy();
  return Reservations.flatMap(({ Instances = [] }) => Instances).map(({ InstanceId = '' }) => InstanceId);
}
