import type { NodeRef } from '../cluster-shape.ts';
import type { HoldOrder } from '../hold.ts';
import type { AwsError } from './aws-answer.ts';
import type { NewFinding } from './scan-book.ts';

/** A fault that the lab can be told to have. */
export type Fault =
  /** The next `times` calls of an action are refused with a code. */
  | { readonly kind: 'refuse'; readonly action: string; readonly code: RefusalCode; readonly times: number }
  /** The next call that matches gets no answer until its caller has gone. */
  | ({ readonly kind: 'hold' } & HoldOrder)
  /** The instance of a node stays in a state until `unstick`. */
  | { readonly kind: 'stick'; readonly nodeId: NodeRef; readonly in: 'stopping' | 'pending' }
  | { readonly kind: 'unstick'; readonly nodeId: NodeRef }
  /** The next `times` starts of a node's instance go from `pending` back to `stopped`. */
  | { readonly kind: 'start-fails'; readonly nodeId: NodeRef; readonly times: number }
  /** The next `times` reboots of a node's instance are accepted, and nothing happens. */
  | { readonly kind: 'ignore-reboots'; readonly nodeId: NodeRef; readonly times: number }
  /** AWS is going to do something to a node's instance, such as `system-reboot`, until it was started anew. */
  | { readonly kind: 'schedule-event'; readonly nodeId: NodeRef; readonly code: EventCode }
  /** Somebody else stops or starts the instance, in the console say: the log of calls shows nothing. */
  | { readonly kind: 'stop-instance' | 'start-instance'; readonly nodeId: NodeRef }
  /** The node's process gets a signal behind its instance's back: EC2 goes on saying `running`. */
  | { readonly kind: 'signal'; readonly nodeId: NodeRef; readonly signal: NodeJS.Signals }
  /** The process of a running instance that was killed is started again. */
  | { readonly kind: 'start-process'; readonly nodeId: NodeRef }
  /** Brokers that are behind get at most so much from each leader, for the topics that there are. */
  | { readonly kind: 'throttle'; readonly bytesPerSecond: number }
  | { readonly kind: 'unthrottle' }
  /** The next `times` messages to Slack are answered with an error of the server. */
  | { readonly kind: 'slack-fails'; readonly times: number }
  /** A vulnerability becomes known: the scans of a repository's images tell it. */
  | ({ readonly kind: 'scan-finds' } & NewFinding)
  | { readonly kind: 'scan-clean'; readonly repository: string };

/** What AWS announces for instances: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceStatusEvent.html */
export const EVENT_CODES = [
  'instance-reboot',
  'system-reboot',
  'system-maintenance',
  'instance-retirement',
  'instance-stop',
] as const;
export type EventCode = (typeof EVENT_CODES)[number];

const REFUSALS = {
  RequestLimitExceeded: { status: 503, message: 'Request limit exceeded.' },
  InsufficientInstanceCapacity: {
    status: 500,
    message: 'We currently do not have sufficient capacity in the Availability Zone you requested.',
  },
  UnauthorizedOperation: { status: 403, message: 'You are not authorized to perform this operation.' },
  AccessDeniedException: { status: 400, message: 'User is not authorized to perform this action.' },
  InternalError: { status: 500, message: 'An internal error has occurred.' },
} as const;

export type RefusalCode = keyof typeof REFUSALS;
export const REFUSAL_CODES = Object.keys(REFUSALS) as readonly RefusalCode[];

/** Refusals that are still to be given out. */
export class Refusals {
  readonly #waiting: { action: string; code: RefusalCode; times: number }[] = [];

  add(action: string, code: RefusalCode, times: number): void {
    this.#waiting.push({ action, code, times });
  }

  /** The refusal that a call gets; a dry run is not about capacity. */
  take(action: string, dryRun: boolean): AwsError | undefined {
    const applies = (code: RefusalCode) => !(dryRun && code === 'InsufficientInstanceCapacity');
    const found = this.#waiting.find((one) => one.action === action && one.times > 0 && applies(one.code));
    if (found === undefined) return undefined;
    found.times -= 1;
    return { code: found.code, ...REFUSALS[found.code] };
  }
}
