import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { describeQuorum } from '../../lib/adapters/kafka/describe-quorum.ts';
import type { Lab } from '../../lab/lab.ts';
import { withKafka } from '../e2e/lab-kafka.ts';
import { ec2Of } from './ec2-of.ts';

/** `role id` by the tags of each instance, as an action reads them. */
export async function rolesTagged(lab: Lab): Promise<string[]> {
  using client = ec2Of(lab);
  const { Reservations = [] } = await client.ec2.send(new DescribeInstancesCommand());
  const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
  return instances.map(({ Tags = [] }) => {
    const tag = (name: string) => Tags.find(({ Key }) => Key === name)?.Value ?? '';
    return `${tag('kafka-role')} ${tag('kafka-node-id')}`;
  });
}

/** Ids of who votes in KRaft, who only follows, and who leads. */
export interface Quorum {
  readonly voters: readonly number[];
  readonly observers: readonly number[];
  readonly leaderId: number;
}

export function quorumOf(lab: Lab): Promise<Quorum> {
  return withKafka(lab, async (kafka) => {
    const { voters, observers, leaderId } = await kafka.send(describeQuorum, {}, 'any');
    const ids = (replicas: readonly { id: number }[]) =>
      replicas.map(({ id }) => id).toSorted((a, b) => a - b);
    return { voters: ids(voters), observers: ids(observers), leaderId };
  });
}
