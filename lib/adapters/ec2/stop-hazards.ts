import {
  DescribeInstanceAttributeCommand,
  type EC2Client,
  type Instance,
  type InstanceNetworkInterfaceAssociation,
  paginateDescribeInstances,
  paginateDescribeInstanceTypes,
  paginateDescribeSpotInstanceRequests,
} from '@aws-sdk/client-ec2';
import { reasonOf } from '../aws-failure.ts';
import { attempt } from './attempt.ts';
import { inChunks } from '../../core/in-chunks.ts';
import { IDS_PER_REQUEST } from './ids-per-request.ts';

/** What a stop would meet or destroy on one instance. */
export interface StopHazards {
  readonly id: string;
  readonly stopProtection: boolean;
  /** Why there are volumes that a stop empties, such as `its type i4i.large has local disks`. */
  readonly instanceStore: string | undefined;
  readonly oneTimeSpot: boolean;
  readonly autoScalingGroup: string | undefined;
  /** Public addresses that are given up at a stop, and their DNS names in lower case. */
  readonly changingAddresses: readonly string[];
  /** Calls that were refused, with EC2's words. */
  readonly unread: readonly string[];
}

/** Reads only. An instance that is gone is left out; what may not be asked is told as `unread`. */
export async function readStopHazards(client: EC2Client, ids: readonly string[]): Promise<StopHazards[]> {
  const instances = await attempt('DescribeInstances', () => describeAll(client, ids));
  const types = [...new Set(instances.flatMap(({ InstanceType }) => InstanceType ?? []))];
  const requests = instances.flatMap(({ SpotInstanceRequestId }) => SpotInstanceRequestId ?? []);
  const [diskTypes, persistent] = await Promise.all([
    ask('DescribeInstanceTypes', () => typesWithDisks(client, types)),
    ask('DescribeSpotInstanceRequests', () => persistentRequests(client, requests)),
  ]);
  return Promise.all(
    instances.map(async (instance) => {
      const id = instance.InstanceId ?? '';
      const protection = await ask('DescribeInstanceAttribute', () => isProtected(client, id));
      return {
        ...hazardsOf(instance, diskTypes.value ?? [], persistent.value ?? []),
        stopProtection: protection.value ?? false,
        unread: [diskTypes, persistent, protection].flatMap(({ refusal }) => refusal ?? []),
      };
    }),
  );
}

interface Answer<T> {
  readonly value?: T;
  readonly refusal?: string;
}

async function ask<T>(call: string, send: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await send() };
  } catch (error) {
    return { refusal: `${call}: ${reasonOf(error)}` };
  }
}

async function describeAll(client: EC2Client, ids: readonly string[]): Promise<Instance[]> {
  const found: Instance[] = [];
  for (const InstanceIds of inChunks(ids, IDS_PER_REQUEST)) {
    for await (const page of paginateDescribeInstances({ client }, { InstanceIds }))
      found.push(...(page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances));
  }
  return found;
}

async function typesWithDisks(client: EC2Client, types: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const names of inChunks(types, IDS_PER_REQUEST)) {
    const filter = { Name: 'instance-type', Values: names };
    for await (const page of paginateDescribeInstanceTypes({ client }, { Filters: [filter] })) {
      const withDisks = (page.InstanceTypes ?? []).filter((type) => type.InstanceStorageSupported === true);
      found.push(...withDisks.flatMap(({ InstanceType }) => InstanceType ?? []));
    }
  }
  return found;
}

/** Only what a persistent request runs can be stopped. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-requests.html */
async function persistentRequests(client: EC2Client, requests: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const SpotInstanceRequestIds of inChunks(requests, IDS_PER_REQUEST)) {
    for await (const page of paginateDescribeSpotInstanceRequests({ client }, { SpotInstanceRequestIds })) {
      const lasting = (page.SpotInstanceRequests ?? []).filter(({ Type }) => Type === 'persistent');
      found.push(...lasting.flatMap(({ SpotInstanceRequestId }) => SpotInstanceRequestId ?? []));
    }
  }
  return found;
}

async function isProtected(client: EC2Client, id: string): Promise<boolean> {
  const request = { InstanceId: id, Attribute: 'disableApiStop' } as const;
  const { DisableApiStop } = await client.send(new DescribeInstanceAttributeCommand(request));
  return DisableApiStop?.Value === true;
}

function hazardsOf(instance: Instance, diskTypes: readonly string[], persistent: readonly string[]) {
  const { InstanceId = '', InstanceLifecycle, SpotInstanceRequestId = '', Tags = [] } = instance;
  return {
    id: InstanceId,
    instanceStore: instanceStoreOf(instance, diskTypes),
    oneTimeSpot: InstanceLifecycle === 'spot' && !persistent.includes(SpotInstanceRequestId),
    autoScalingGroup: Tags.find(({ Key }) => Key === 'aws:autoscaling:groupName')?.Value,
    changingAddresses: changingAddresses(instance),
  };
}

function instanceStoreOf(
  { InstanceType: type, RootDeviceType }: Instance,
  diskTypes: readonly string[],
): string | undefined {
  if (RootDeviceType === 'instance-store') return 'its root device is an instance store volume';
  return type !== undefined && diskTypes.includes(type) ? `its type ${type} has local disks` : undefined;
}

/** Addresses that Amazon lent; those of an Elastic IP belong to an account. */
function changingAddresses({ NetworkInterfaces = [] }: Instance): string[] {
  const associations = NetworkInterfaces.flatMap(({ Association, PrivateIpAddresses = [] }) => [
    Association,
    ...PrivateIpAddresses.map((address) => address.Association),
  ]);
  return [...new Set(associations.flatMap((association) => lentAddresses(association ?? {})))];
}

function lentAddresses({
  IpOwnerId,
  PublicIp,
  PublicDnsName,
}: InstanceNetworkInterfaceAssociation): string[] {
  if (IpOwnerId !== undefined && IpOwnerId !== 'amazon') return [];
  return [PublicIp, PublicDnsName].flatMap((address) =>
    address === undefined || address === '' ? [] : address.toLowerCase(),
  );
}
