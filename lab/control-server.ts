import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Fault } from './aws/fault.ts';
import type { ControlCall, InstanceSeen } from './control.ts';
import type { LabDescription } from './lab-description.ts';
import { type HttpAnswer, type HttpRequest, jsonAnswer, serveOnLoopback } from './loopback-server.ts';
import type { NodeRef } from './cluster-shape.ts';
import { findMachine, type Machine, type RunningLab } from './running-lab.ts';
import { injectFault } from './inject-fault.ts';

/** Serves the control API of a lab; `close` is called once it has been answered. */
export async function serveControl(lab: RunningLab, close: () => void): Promise<LabDescription['control']> {
  const token = randomBytes(24).toString('hex');
  const url = await serveOnLoopback((request) => {
    if (!isAuthorized(request, token)) return jsonAnswer(401, 'wrong token');
    return answerCall(JSON.parse(request.body) as ControlCall, lab, close);
  });
  return { url, token };
}

function isAuthorized({ headers }: HttpRequest, token: string): boolean {
  const given = Buffer.from(headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function answerCall({ method, args }: ControlCall, lab: RunningLab, close: () => void): HttpAnswer {
  switch (method) {
    case 'slackMessages':
      return jsonAnswer(200, lab.slack.messages);
    case 'awsCalls':
      return jsonAnswer(200, lab.calls);
    case 'instances':
      return jsonAnswer(200, lab.machines.map(seen));
    case 'inject':
      return outcomeOf(() => injectFault(lab, args[0] as Fault));
    case 'signalNode':
      return outcomeOf(() => signalNode(lab, args[0] as NodeRef, args[1] as NodeJS.Signals));
    case 'close':
      setImmediate(close);
      return jsonAnswer(200, null);
  }
}

/** What is wrong, as text, or undefined. */
function outcomeOf(act: () => string | undefined): HttpAnswer {
  const refusal = act();
  return refusal === undefined ? jsonAnswer(200, null) : jsonAnswer(400, refusal);
}

function signalNode(lab: RunningLab, node: NodeRef, signal: NodeJS.Signals): string | undefined {
  const machine = findMachine(lab, node);
  if (machine === undefined) return `there is no node ${String(node)}`;
  return machine.node.jvm.signal(signal) ? undefined : `node ${String(node)} does not run`;
}

const seen = ({ node, instance }: Machine): InstanceSeen => ({
  identity: node.identity,
  nodeId: node.place.nodeId,
  instanceId: instance.instanceId,
  state: instance.state,
  launchTime: instance.launchTime,
  ...(node.jvm.pid === undefined ? {} : { pid: node.jvm.pid }),
});
