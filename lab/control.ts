import type { Fault } from './aws/fault.ts';
import type { InstanceState } from './aws/instance.ts';
import type { AwsCall } from './aws/aws-call.ts';
import type { NodeIdentity, NodeRef } from './cluster-shape.ts';
import type { SlackMessage } from './slack-recorder.ts';

/** What can be asked of a running lab; the supervisor answers over loopback. */
export interface LabControl {
  slackMessages(): Promise<SlackMessage[]>;
  awsCalls(): Promise<AwsCall[]>;
  instances(): Promise<InstanceSeen[]>;
  inject(fault: Fault): Promise<void>;
  /** Resolves when the call that the last `hold` is about has come. */
  untilHeld(): Promise<void>;
  /** Signals a node's JVM behind its instance's back: EC2 goes on saying `running`. */
  signalNode(node: NodeRef, signal: NodeJS.Signals): Promise<void>;
}

/** An instance as it really is, and the process that plays it. */
export interface InstanceSeen {
  readonly identity: NodeIdentity;
  readonly nodeId: number;
  readonly instanceId: string;
  readonly state: InstanceState;
  /** ISO time. */
  readonly launchTime: string;
  /** Absent while no process runs. */
  readonly pid?: number;
}

/** A call of the control API: `POST /` with the bearer token. */
export interface ControlCall {
  readonly method: Exclude<keyof LabControl, 'signalNode'> | 'close';
  readonly args: readonly unknown[];
}
