import { type NodeShape, identityOf } from '../cluster-shape.ts';
import type { Moto } from './moto.ts';

/** What an instance is tagged with and where it stands. */
export interface LaunchRequest {
  readonly clusterName: string;
  readonly node: NodeShape;
}

/** Runs one instance and gives its id; one call each, because pages of DescribeInstances count reservations. */
export async function launchInstance(moto: Moto, { clusterName, node }: LaunchRequest): Promise<string> {
  const answer = await moto.ec2({
    Action: 'RunInstances',
    ImageId: 'ami-0123456789abcdef0',
    InstanceType: 'm7g.large',
    MinCount: '1',
    MaxCount: '1',
    'Placement.AvailabilityZone': node.rack,
    'TagSpecification.1.ResourceType': 'instance',
    ...tagParameters({
      Name: `${clusterName}-${identityOf(node)}`,
      'kafka-cluster': clusterName,
      'kafka-role': node.roles.join(','),
      'kafka-node-id': String(node.nodeId),
    }),
  });
  const [, instanceId] = /<instanceId>([^<]+)</.exec(answer) ?? [];
  if (instanceId === undefined) throw new Error(`moto ran no instance: ${answer}`);
  return instanceId;
}

function tagParameters(tags: Record<string, string>): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [index, [key, value]] of Object.entries(tags).entries()) {
    const prefix = `TagSpecification.1.Tag.${String(index + 1)}`;
    parameters[`${prefix}.Key`] = key;
    parameters[`${prefix}.Value`] = value;
  }
  return parameters;
}
