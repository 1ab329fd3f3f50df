import type { Settings } from '../../actions/rolling-reboot/src/core/decision.ts';
import type { Selection } from '../../actions/rolling-reboot/src/core/select.ts';
import type { Width } from '../../actions/rolling-reboot/src/core/width.ts';
import type { FleetShape } from '../fakes/fake-fleet.ts';
import type { Fault } from '../fakes/fault.ts';

/** How one run is disturbed; times are milliseconds from its beginning. */
export interface RunPlan {
  /** Killed at its nth moment, before or after a call that changes something. */
  readonly killedAt?: number | undefined;
  readonly cancelledAfter?: number | undefined;
  /** A second run begins while it goes on. */
  readonly joinedAfter?: number | undefined;
}

export interface Inputs {
  readonly maxUnavailable: Width;
  readonly extraReplicas: number;
  readonly recover: Settings['recover'];
  readonly canary: boolean;
  readonly timeBudget: number;
  readonly unsafe: 'block' | 'allow';
  readonly mode: 'stop-start' | 'reboot';
  /** As it is written; undefined for any time. */
  readonly window: string | undefined;
  readonly selection: Selection;
}

/** A whole story as data, so that a failing one can be printed, shrunk and told again. Times are milliseconds. */
export interface Scenario {
  readonly shape: FleetShape;
  readonly inputs: Inputs;
  readonly faults: readonly Fault[];
  /** The first runs; undisturbed ones follow until the cycle is done. */
  readonly runs: readonly RunPlan[];
  /** Between two runs. */
  readonly rest: number;
  /** No call takes longer. */
  readonly latency: number;
  /** How old the answers of EC2 and of every second broker are. */
  readonly staleness: { readonly ec2: number; readonly brokers: number };
  /** How long the cluster takes to miss a node that we stop. */
  readonly unseenFor: number;
}
