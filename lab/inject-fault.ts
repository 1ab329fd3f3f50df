import type { Fault } from './aws/fault.ts';
import type { Instance } from './aws/instance.ts';
import type { NodeRef } from './cluster-shape.ts';
import { findMachine, type RunningLab } from './running-lab.ts';

/** Makes a lab have a fault; gives what is wrong with it, or undefined. */
export function injectFault(lab: RunningLab, fault: Fault): string | undefined {
  switch (fault.kind) {
    case 'refuse':
      lab.refusals.add(fault.action, fault.code, fault.times);
      return undefined;
    case 'slack-fails':
      lab.slack.failures += fault.times;
      return undefined;
    case 'stick':
      return onInstance(lab, fault.nodeId, (instance) => {
        instance.stuckIn = fault.in;
      });
    case 'unstick':
      return onInstance(lab, fault.nodeId, (instance) => {
        instance.stuckIn = undefined;
      });
    case 'start-fails':
      return onInstance(lab, fault.nodeId, (instance) => {
        instance.failingStarts += fault.times;
      });
  }
}

function onInstance(
  lab: RunningLab,
  node: NodeRef,
  change: (instance: Instance) => void,
): string | undefined {
  const machine = findMachine(lab, node);
  if (machine === undefined) return `there is no node ${String(node)}`;
  change(machine.instance);
  return undefined;
}
