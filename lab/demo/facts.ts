import type { LedgerRecord } from '../../actions/rolling-reboot/src/core/ledger.ts';
import type { Report } from '../../actions/rolling-reboot/src/core/report.ts';
import type { Verdict } from '../witness-verdict.ts';

/** What the demo saw, each fact from the part of the world that it is about. */
export interface DemoFacts {
  readonly topics: {
    readonly planned: string;
    readonly applied: string;
    readonly plannedAgain: string;
    /** The changes of the first plan, a line each. */
    readonly diff: readonly string[];
  };
  readonly dryRun: { readonly status: string; readonly changingCalls: number };
  readonly reboot: { readonly exitCode: number; readonly report: Report };
  readonly instances: readonly InstanceFacts[];
  readonly witness: Verdict;
  readonly slack: readonly string[];
  readonly ledger: readonly LedgerRecord[];
  readonly underReplicatedAtEnd: number;
  /** Why no image could be built, where none could. */
  readonly images: readonly ImageFacts[] | string;
}

export interface ImageFacts {
  readonly name: string;
  /** Of the build, the same build again, the promotion, and the verification where it was promoted to. */
  readonly statuses: readonly string[];
  readonly digests: readonly string[];
}

export interface InstanceFacts {
  readonly nodeId: number;
  readonly state: string;
  /** ISO times: EC2 changes the launch time at every start. */
  readonly launchedBefore: string;
  readonly launchedAfter: string;
  /** StopInstances and StartInstances that were carried out, by the log of the AWS proxy. */
  readonly stops: number;
  readonly starts: number;
}
