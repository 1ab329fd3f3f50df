import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Fault } from './aws/fault.ts';
import type { ControlCall, InstanceSeen } from './control.ts';
import type { LabDescription } from './lab-description.ts';
import { type HttpAnswer, type HttpRequest, jsonAnswer, serveOnLoopback } from './loopback-server.ts';
import type { Machine, RunningLab } from './running-lab.ts';
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

async function answerCall(
  { method, args }: ControlCall,
  lab: RunningLab,
  close: () => void,
): Promise<HttpAnswer> {
  switch (method) {
    case 'slackMessages':
      return jsonAnswer(200, lab.slack.messages);
    case 'awsCalls':
      return jsonAnswer(200, lab.calls);
    case 'instances':
      return jsonAnswer(200, lab.machines.map(seen));
    case 'inject': {
      const refusal = await injectFault(lab, args[0] as Fault);
      return refusal === undefined ? jsonAnswer(200, null) : jsonAnswer(400, refusal);
    }
    case 'untilHeld':
      await lab.holds.untilHeld();
      return jsonAnswer(200, null);
    case 'close':
      setImmediate(close);
      return jsonAnswer(200, null);
  }
}

const seen = ({ node, instance }: Machine): InstanceSeen => ({
  identity: node.identity,
  nodeId: node.place.nodeId,
  instanceId: instance.instanceId,
  state: instance.state,
  launchTime: instance.launchTime,
  ...(node.jvm.pid === undefined ? {} : { pid: node.jvm.pid }),
});
