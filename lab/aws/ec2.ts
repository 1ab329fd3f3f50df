import type { HttpAnswer } from '../loopback-server.ts';
import { type AwsError, errorAnswer, xmlAnswer } from './aws-answer.ts';
import { type AwsRequest, instanceIdsOf, isDryRun } from './aws-request.ts';
import type { Instance, InstanceState } from './instance.ts';
import type { Moto } from './moto.ts';
import { type InstancesById, showInstances, showStatuses, stateElement } from './shown-instances.ts';
import { takeStateFilter } from './state-filter.ts';

/** The states in which each action is allowed, and what it does then. */
const ACTIONS = {
  StopInstances: {
    allowed: ['running', 'stopping', 'stopped'],
    apply: (one: Instance) => {
      one.stop();
    },
  },
  StartInstances: {
    allowed: ['stopped', 'pending', 'running'],
    apply: (one: Instance) => {
      one.start();
    },
  },
  RebootInstances: {
    allowed: ['running'],
    apply: (one: Instance) => {
      one.reboot();
    },
  },
} as const satisfies Record<string, { allowed: InstanceState[]; apply: (one: Instance) => void }>;

/** EC2: moto answers, and the lab's instances are shown as their processes are. */
export async function answerEc2(
  request: AwsRequest,
  moto: Moto,
  instances: InstancesById,
): Promise<HttpAnswer> {
  // moto shows what it would be allowed to show instead, and that is six megabytes of instance types.
  if (isDryRun(request) && request.action.startsWith('Describe')) return errorAnswer('ec2', WOULD_SUCCEED);
  if (request.action === 'DescribeInstances') return describeInstances(request, moto, instances);
  const answer = await moto.forward(request.http);
  if (answer.status !== 200) return answer;
  if (request.action === 'DescribeInstanceStatus') {
    return { ...answer, body: showStatuses(answer.body, instances) };
  }
  const own = instanceIdsOf(request).flatMap((id) => instances.get(id) ?? []);
  return isAction(request.action) && own.length > 0 ? changeState(request.action, own) : answer;
}

const WOULD_SUCCEED: AwsError = {
  status: 412,
  code: 'DryRunOperation',
  message: 'Request would have succeeded, but DryRun flag is set.',
};

async function describeInstances(request: AwsRequest, moto: Moto, instances: InstancesById) {
  const { states, rest } = takeStateFilter(request.parameters);
  const answer = await moto.forward(request.http, rest.toString());
  return { ...answer, body: showInstances(answer.body, instances, states) };
}

const isAction = (name: string): name is keyof typeof ACTIONS => name in ACTIONS;

/** All or none, as EC2 does: one instance in a wrong state refuses the whole call. */
function changeState(name: keyof typeof ACTIONS, instances: readonly Instance[]): HttpAnswer {
  const action = ACTIONS[name];
  const allowed: readonly InstanceState[] = action.allowed;
  const wrong = instances.find((instance) => !allowed.includes(instance.state));
  if (wrong !== undefined) return errorAnswer('ec2', incorrectState(name, wrong));
  const items = instances.map((instance) => {
    const previous = instance.state;
    action.apply(instance);
    const states = stateElement('currentState', instance.state) + stateElement('previousState', previous);
    return `<item><instanceId>${instance.instanceId}</instanceId>${states}</item>`;
  });
  const content = name === 'RebootInstances' ? '<return>true</return>' : itemSet(items);
  return xmlAnswer(200, `<${name}Response xmlns="${NAMESPACE}">${REQUEST_ID}${content}</${name}Response>`);
}

const NAMESPACE = 'http://ec2.amazonaws.com/doc/2016-11-15/';
const REQUEST_ID = '<requestId>lab</requestId>';
const itemSet = (items: readonly string[]): string => `<instancesSet>${items.join('')}</instancesSet>`;

function incorrectState(action: string, { instanceId, state }: Instance): AwsError {
  const verb = action === 'StopInstances' ? 'stopped' : action === 'StartInstances' ? 'started' : 'rebooted';
  const message = `The instance '${instanceId}' is not in a state from which it can be ${verb}. It is ${state}.`;
  return { status: 400, code: 'IncorrectInstanceState', message };
}
