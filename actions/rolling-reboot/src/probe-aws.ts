import type { DryRun, Ec2Call } from '../../../lib/adapters/ec2/dry-run.ts';
import type { CredentialsEnd } from '../../../lib/core/credentials-end.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Settings } from './core/decision.ts';
import type { Instance, KafkaNode } from './core/node.ts';
import { allowed, type Permission, type Probed, refused, unknown, worstOf } from './core/permission.ts';
import { DONE_TAG, INTENT_TAG } from './core/tags.ts';
import { unknownEnd } from './core/unknown-end.ts';

/** AWS as the probes see it. */
export interface AwsUnderProbe {
  readonly callerAccount: () => Promise<string>;
  readonly credentialsEnd: () => Promise<CredentialsEnd | undefined>;
  readonly dryRun: (call: Ec2Call) => Promise<DryRun>;
}

/** Who one is, and for how long. */
export async function probeIdentity(aws: AwsUnderProbe, wanted: string | undefined): Promise<Permission[]> {
  const account = await attempt(async () => {
    const found = await aws.callerAccount();
    if (wanted === undefined || wanted === found) return allowed(`account ${found}`);
    return refused(`account ${found}, and ${wanted} is expected`);
  });
  const session = await attempt(async () => {
    const end = await aws.credentialsEnd();
    if (end === undefined) return allowed('they last, or are renewed');
    if (end.until === undefined) return refused(end.because);
    return allowed(`until ${new Date(end.until).toISOString()}: ${end.because}`);
  });
  const [noEnd] = unknownEnd({ until: undefined, because: '' });
  return [
    {
      permission: 'sts:GetCallerIdentity',
      neededFor: 'guard the account',
      probed: account,
      fix: 'Correct the role or the credentials, or spec.aws.account of the environment.',
    },
    {
      permission: 'credentials',
      neededFor: 'outlast a restart',
      probed: session,
      fix: noEnd?.fix ?? '',
    },
  ];
}

interface Asked {
  readonly nodes: readonly KafkaNode[];
  readonly instances: readonly Instance[];
  readonly mode: Settings['mode'];
}

type Action = Ec2Call['action'];

const NEEDED_FOR: Readonly<Record<Action, string>> = {
  DescribeInstances: 'find the nodes, see their states',
  DescribeInstanceAttribute: 'see their stop protection',
  DescribeInstanceTypes: 'see which have local disks',
  DescribeSpotInstanceRequests: 'see which spot requests last',
  StopInstances: 'stop a node',
  StartInstances: 'start a node',
  RebootInstances: 'reboot a node',
  CreateTags: 'mark a node before its stop',
  DeleteTags: 'remove the mark',
};

/** Every call of a cycle on every node, as a dry run. */
export async function probeEc2(aws: AwsUnderProbe, asked: Asked): Promise<Permission[]> {
  const permissions: Permission[] = [];
  for (const action of actionsFor(asked)) {
    const probes: Probed[] = [];
    for (const node of nodesFor(action, asked.nodes)) probes.push(await probeNode(aws, action, node));
    permissions.push({
      permission: `ec2:${action}`,
      neededFor: NEEDED_FOR[action],
      probed: worstOf(probes, foundOf(action, asked.nodes)),
      fix: fixOf(action),
    });
  }
  return permissions;
}

function actionsFor({ instances }: Asked): Action[] {
  const spot = instances.some((instance) => instance.spot);
  return [
    'DescribeInstances',
    'DescribeInstanceAttribute',
    'DescribeInstanceTypes',
    ...(spot ? (['DescribeSpotInstanceRequests'] as const) : []),
    'StopInstances',
    'StartInstances',
    'CreateTags',
    'DeleteTags',
  ];
}

const OF_NO_NODE: readonly Action[] = [
  'DescribeInstances',
  'DescribeInstanceTypes',
  'DescribeSpotInstanceRequests',
];

const nodesFor = (action: Action, nodes: readonly KafkaNode[]): readonly KafkaNode[] =>
  OF_NO_NODE.includes(action) ? nodes.slice(0, 1) : nodes;

const foundOf = (action: Action, nodes: readonly KafkaNode[]): string =>
  OF_NO_NODE.includes(action) ? '' : `on ${String(nodes.length)} nodes`;

const fixOf = (action: Action): string =>
  action.startsWith('Describe')
    ? `Allow ec2:${action} on * (it knows no resources).`
    : `Allow ec2:${action} on the instances of the cluster, with no condition that this one fails.`;

async function probeNode({ dryRun }: AwsUnderProbe, action: Action, node: KafkaNode): Promise<Probed> {
  const tags = [INTENT_TAG, DONE_TAG];
  const answer = await dryRun({ action, instance: node.instance, tags });
  const where = `${node.name} (${node.instance})`;
  switch (answer.kind) {
    case 'allowed':
      return allowed(where);
    case 'refused':
      return refused(`${where}: ${answer.reason}`);
    case 'unknown':
      return unknown(`${where}: ${answer.reason}`);
  }
}

/** What could not be asked is no permission. */
async function attempt(probe: () => Promise<Probed>): Promise<Probed> {
  try {
    return await probe();
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return unknown(failure.message);
  }
}
