import {
  CreateTagsCommand,
  DeleteTagsCommand,
  EC2Client,
  type Instance,
  paginateDescribeInstances,
  RebootInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { reasonOf } from './aws-failure.ts';
import { type AwsSettings, withTimeouts } from './aws-settings.ts';
import { attempt } from './ec2/attempt.ts';
import { type Ec2Event, readScheduledEvents } from './ec2/scheduled-events.ts';
import { readStopHazards, type StopHazards } from './ec2/stop-hazards.ts';
import { renewOnExpiry } from './renew-on-expiry.ts';

export interface InstanceFilter {
  readonly name: string;
  readonly values: readonly string[];
}

/** The calls that change an instance's state. */
export type StateChange = 'StopInstances' | 'StartInstances' | 'RebootInstances';

/** What DescribeInstances says of one instance, with times in milliseconds since the epoch. */
export interface Ec2Instance {
  readonly id: string;
  readonly state: string;
  readonly launchTime: number;
  readonly zone: string;
  readonly spot: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Its private addresses and their DNS names. */
  readonly addresses: readonly string[];
  readonly stateReason: string;
}

/** The few EC2 calls of a rolling reboot; every refusal is a WorldFailure that names the call and the instance. */
export class Ec2 {
  readonly #client: EC2Client;

  constructor(settings: AwsSettings) {
    // Adaptive: the client slows itself down when EC2 throttles, instead of failing the cycle.
    this.#client = new EC2Client({ ...withTimeouts(settings), maxAttempts: 8, retryMode: 'adaptive' });
    renewOnExpiry(this.#client);
  }

  async instances(filters: readonly InstanceFilter[]): Promise<Ec2Instance[]> {
    const wanted = filters.map(({ name, values }) => ({ Name: name, Values: [...values] }));
    return attempt('DescribeInstances', async () => {
      const found: Ec2Instance[] = [];
      for await (const page of paginateDescribeInstances({ client: this.#client }, { Filters: wanted })) {
        for (const reservation of page.Reservations ?? [])
          found.push(...(reservation.Instances ?? []).map(describe));
      }
      return found;
    });
  }

  /** Nothing is sent any more after `within` milliseconds, however often EC2 throttles the call. */
  async stop(id: string, within: number): Promise<void> {
    await attempt(`StopInstances of ${id}`, () =>
      this.#client.send(new StopInstancesCommand({ InstanceIds: [id] }), until(within)),
    );
  }

  async start(id: string): Promise<void> {
    await attempt(`StartInstances of ${id}`, () =>
      this.#client.send(new StartInstancesCommand({ InstanceIds: [id] })),
    );
  }

  /** As `stop`. EC2 answers at once; it reboots the hard way what has not shut down after four minutes. */
  async reboot(id: string, within: number): Promise<void> {
    await attempt(`RebootInstances of ${id}`, () =>
      this.#client.send(new RebootInstancesCommand({ InstanceIds: [id] }), until(within)),
    );
  }

  /** Asks EC2 whether the call would be allowed (DryRun=true); the refusal's text, or undefined when it would be. */
  async refusalOf(call: StateChange, id: string): Promise<string | undefined> {
    try {
      await this.#rehearse(call, { InstanceIds: [id], DryRun: true });
      return undefined;
    } catch (error) {
      if (error instanceof Error && error.name === 'DryRunOperation') return undefined;
      return reasonOf(error);
    }
  }

  async #rehearse(call: StateChange, input: { InstanceIds: string[]; DryRun: true }): Promise<void> {
    switch (call) {
      case 'StopInstances':
        await this.#client.send(new StopInstancesCommand(input));
        return;
      case 'StartInstances':
        await this.#client.send(new StartInstancesCommand(input));
        return;
      case 'RebootInstances':
        await this.#client.send(new RebootInstancesCommand(input));
    }
  }

  /** What a stop would meet or destroy; reads only. */
  stopHazards(ids: readonly string[]): Promise<StopHazards[]> {
    return readStopHazards(this.#client, ids);
  }

  /** Those that are still ahead of these instances. */
  scheduledEvents(ids: readonly string[]): Promise<Ec2Event[]> {
    return readScheduledEvents(this.#client, ids);
  }

  async tag(id: string, key: string, value: string): Promise<void> {
    const tags = [{ Key: key, Value: value }];
    await attempt(`CreateTags of ${id}`, () =>
      this.#client.send(new CreateTagsCommand({ Resources: [id], Tags: tags })),
    );
  }

  async untag(id: string, key: string): Promise<void> {
    const tags = [{ Key: key }];
    await attempt(`DeleteTags of ${id}`, () =>
      this.#client.send(new DeleteTagsCommand({ Resources: [id], Tags: tags })),
    );
  }
}

const until = (within: number): { abortSignal: AbortSignal } => ({
  abortSignal: AbortSignal.timeout(within),
});

/** EC2 always gives these; a state that is missing is none that may be acted upon. */
const describe = (instance: Instance): Ec2Instance => ({
  id: given(instance.InstanceId),
  state: given(instance.State?.Name),
  launchTime: instance.LaunchTime?.getTime() ?? 0,
  zone: given(instance.Placement?.AvailabilityZone),
  spot: instance.InstanceLifecycle === 'spot',
  tags: readTags(instance),
  addresses: [...new Set(privateAddresses(instance))],
  stateReason: given(instance.StateReason?.Message),
});

const given = (text = ''): string => text;

const privateAddresses = ({
  PrivateIpAddress,
  PrivateDnsName,
  NetworkInterfaces = [],
}: Instance): string[] => [
  ...[PrivateIpAddress, PrivateDnsName].flatMap((address) => (address ? [address] : [])),
  ...NetworkInterfaces.flatMap((card) => card.PrivateIpAddresses ?? []).flatMap(
    ({ PrivateIpAddress: address }) => address ?? [],
  ),
  ...NetworkInterfaces.flatMap((card) => card.Ipv6Addresses ?? []).flatMap(
    ({ Ipv6Address }) => Ipv6Address ?? [],
  ),
];

const readTags = ({ Tags = [] }: Instance): Record<string, string> =>
  Object.fromEntries(Tags.map(({ Key, Value }) => [given(Key), given(Value)]));
