import { restartBy, type Settings } from './decision.ts';
import type { InstanceId } from './node.ts';
import type { Flight } from './progress.ts';

/** An instance that may be down because of this action. */
export interface Missing {
  readonly id: InstanceId;
  /** Its LaunchTime before the stop; undefined for the one that the first look shows. */
  readonly launchedBefore?: number | undefined;
  /** Only its system was restarted: EC2 goes on to say running, and its LaunchTime stays as it is. */
  readonly rebooted?: boolean;
}

/** What would be down if the run ended here. */
export const missingOf = (
  { node, purpose, times, launchedBefore }: Flight,
  { mode }: Pick<Settings, 'mode'>,
): Missing => ({
  id: node.instance,
  launchedBefore,
  // One that ended up stopped was started since, and shows it by its LaunchTime as any other.
  rebooted: restartBy(mode) === 'reboot' && purpose === 'restart' && times.startRequested === undefined,
});
