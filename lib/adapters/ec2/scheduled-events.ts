import { type EC2Client, type InstanceStatus, paginateDescribeInstanceStatus } from '@aws-sdk/client-ec2';
import { attempt } from './attempt.ts';
import { inChunks } from '../../core/in-chunks.ts';
import { IDS_PER_REQUEST } from './ids-per-request.ts';

/** What AWS is going to do to an instance. Times are milliseconds since the epoch. */
export interface Ec2Event {
  readonly instance: string;
  /** Such as `system-maintenance`. */
  readonly code: string;
  readonly notBefore: number | undefined;
  readonly deadline: number | undefined;
}

/**
 * Events that are still ahead; what is over is shown for a week, with a word before its description.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceStatusEvent.html
 */
export async function readScheduledEvents(client: EC2Client, ids: readonly string[]): Promise<Ec2Event[]> {
  return attempt('DescribeInstanceStatus', async () => {
    const found: Ec2Event[] = [];
    for (const InstanceIds of inChunks(ids, IDS_PER_REQUEST)) {
      // By default only running instances are shown.
      const wanted = { InstanceIds, IncludeAllInstances: true };
      for await (const page of paginateDescribeInstanceStatus({ client }, wanted)) {
        found.push(...(page.InstanceStatuses ?? []).flatMap(eventsOf));
      }
    }
    return found;
  });
}

const OVER = /^\[(Completed|Canceled)\]/;

const eventsOf = ({ InstanceId: instance = '', Events = [] }: InstanceStatus): Ec2Event[] =>
  Events.filter(({ Description = '' }) => !OVER.test(Description)).map((event) => ({
    instance,
    code: event.Code ?? 'an event without a code',
    notBefore: event.NotBefore?.getTime(),
    deadline: event.NotBeforeDeadline?.getTime(),
  }));
