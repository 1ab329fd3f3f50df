import type { FlightPhase } from './progress.ts';

/** What a node waits for in each phase, to follow its name. */
export const WAITS: Readonly<Record<FlightPhase, string>> = {
  stopping: 'to stop',
  leaving: 'to be missed by the cluster',
  starting: 'to start',
  rebooting: 'to leave the cluster for its reboot',
  returning: 'to be back in sync',
};
