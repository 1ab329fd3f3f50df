import type { Forecast } from '../../actions/rolling-reboot/src/core/forecast.ts';
import { ASSUMED } from '../../actions/rolling-reboot/src/core/step-model.ts';
import { NIGHT } from './fleet.ts';

/** Of three nodes with assumed steps, made at `NIGHT`. */
export const aForecast = (change: Partial<Forecast> = {}): Forecast => ({
  at: NIGHT,
  remaining: 3,
  steps: { kind: 'assumed', cycle: null, nodes: 0, typical: ASSUMED.typical },
  simulations: 20,
  p50: 1_500_000,
  p90: 1_800_000,
  ...change,
});
