import { restartBy, type Setting } from './decision.ts';
import { describeEvent } from './scheduled-event.ts';

/** All others need other hardware, which only a stop and a start gives. */
const CLEARED_BY_REBOOT = ['instance-reboot', 'system-reboot'];

/** Events that are still there after the restart of their nodes, in words. */
export function lastingEvents({ nodes, events, settings }: Setting): string[] {
  if (restartBy(settings.mode) === 'stop-start') return [];
  return nodes.flatMap(({ name, instance }) =>
    events
      .filter((event) => event.instance === instance && !CLEARED_BY_REBOOT.includes(event.code))
      .map(describeEvent)
      .map((event) => `a reboot does not clear the event of ${name}, mode stop-start does: ${event}`),
  );
}
