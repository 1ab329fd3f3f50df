import type { Blocked } from './core/operation.ts';
import type { MoveSettings } from './core/replica-view.ts';
import { openRestart } from './core/restarts.ts';
import type { Clock, RestartWatch } from './ports.ts';

interface Asked {
  readonly cluster: RestartWatch;
  readonly clock: Clock;
  readonly settings: Pick<MoveSettings, 'stateTopic'>;
}

/** Why a rolling reboot lets no replica be moved now; null when none is under way. */
export async function restartNow({
  cluster,
  clock,
  settings: { stateTopic },
}: Asked): Promise<Blocked | null> {
  return openRestart(await cluster.restarts(stateTopic), stateTopic, clock.now());
}
