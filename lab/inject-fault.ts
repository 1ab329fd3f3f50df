import type { Fault } from './aws/fault.ts';
import type { NodeRef } from './cluster-shape.ts';
import { throttle, unthrottle } from './kafka/throttle.ts';
import { findMachine, type Machine, type RunningLab } from './running-lab.ts';

type NodeFault = Extract<Fault, { nodeId: NodeRef }>;

/** Makes a lab have a fault; gives what is wrong with it, or undefined. */
export async function injectFault(lab: RunningLab, fault: Fault): Promise<string | undefined> {
  switch (fault.kind) {
    case 'refuse':
      lab.refusals.add(fault.action, fault.code, fault.times);
      return undefined;
    case 'hold':
      lab.holds.order(fault);
      return undefined;
    case 'slack-fails':
      lab.slack.failures += fault.times;
      return undefined;
    case 'scan-finds':
      lab.scans.find(fault);
      return undefined;
    case 'scan-clean':
      lab.scans.clear(fault.repository);
      return undefined;
    case 'throttle':
      return outcomeOf(throttle(lab.description.bootstrapBrokers, fault.bytesPerSecond));
    case 'unthrottle':
      return outcomeOf(unthrottle(lab.description.bootstrapBrokers));
    case 'stick':
    case 'unstick':
    case 'start-fails':
    case 'ignore-reboots':
    case 'schedule-event':
    case 'stop-instance':
    case 'start-instance':
    case 'signal':
    case 'start-process':
      return onMachine(fault, findMachine(lab, fault.nodeId));
  }
}

function onMachine(fault: NodeFault, machine: Machine | undefined): string | undefined {
  if (machine === undefined) return `there is no node ${String(fault.nodeId)}`;
  const { instance, node } = machine;
  switch (fault.kind) {
    case 'stick':
      instance.stuckIn = fault.in;
      return undefined;
    case 'unstick':
      instance.stuckIn = undefined;
      return undefined;
    case 'ignore-reboots':
      instance.ignoredReboots += fault.times;
      return undefined;
    case 'schedule-event':
      instance.scheduledEvent = fault.code;
      return undefined;
    case 'start-fails':
      instance.failingStarts += fault.times;
      return undefined;
    case 'stop-instance':
      return instance.stop() ? undefined : `${node.identity} is ${instance.state}, not running`;
    case 'start-instance':
      return instance.start() ? undefined : `${node.identity} is ${instance.state}, not stopped`;
    case 'signal':
      return node.jvm.signal(fault.signal) ? undefined : `node ${String(fault.nodeId)} does not run`;
    case 'start-process':
      if (instance.state !== 'running') return `${node.identity} is ${instance.state}, not running`;
      node.jvm.start();
      return undefined;
  }
}

const outcomeOf = (change: Promise<void>): Promise<string | undefined> =>
  change.then(
    () => undefined,
    (failure: unknown) => (failure instanceof Error ? failure.message : String(failure)),
  );
