import type { RebootOrder } from '../../actions/rolling-reboot/src/context.ts';
import type { ScheduledEvent } from '../../actions/rolling-reboot/src/core/scheduled-event.ts';
import { parseWindow } from '../../lib/core/window.ts';
import { anOrder } from '../builders/reboot-order.ts';
import type { FakeFleet } from '../fakes/fake-fleet.ts';
import type { Scenario } from './scenario-shape.ts';

/** What the operator asks of each run. */
export function orderOf({ shape, inputs }: Scenario, number: number): RebootOrder {
  const { settings } = anOrder();
  const { extraReplicas, unsafe, maxUnavailable, recover, canary, timeBudget } = inputs;
  const allowances = { ...settings.allowances, extraReplicas, unsafeTopics: unsafe, unsafeQuorum: unsafe };
  const { mode, window: written, selection } = inputs;
  const window = written === undefined ? undefined : parseWindow(written);
  const asked = { allowances, maxUnavailable, recover, canary, mode, window };
  return anOrder({
    run: `run-${String(number)}`,
    timeBudget,
    selection,
    zookeeper: shape.zookeepers === undefined ? [] : [{ host: '10.0.1.1', port: 2181 }],
    settings: { ...settings, ...asked, pollInterval: 2_000 },
  });
}

const HOUR = 3_600_000;

/** AWS is going to work on every second instance. */
export const eventsOn = ({ machines, now }: FakeFleet): ScheduledEvent[] =>
  machines
    .filter((_, index) => index % 2 === 0)
    .map(({ instance }, index) => ({
      instance,
      code: 'system-maintenance',
      notBefore: now + (index + 24) * HOUR,
      deadline: undefined,
    }));
