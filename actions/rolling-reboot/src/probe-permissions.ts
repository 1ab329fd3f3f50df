import type { AwsSession } from '../../../lib/adapters/aws-session.ts';
import { ec2DryRuns } from '../../../lib/adapters/ec2/dry-run.ts';
import { Ec2 } from '../../../lib/adapters/ec2.ts';
import { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { mskIamToken } from '../../../lib/adapters/msk-iam-token.ts';
import { slackAccess } from '../../../lib/adapters/slack-access.ts';
import { callerAccount } from '../../../lib/adapters/sts.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { discover } from './core/discover.ts';
import { kafkaPermissions, unreachableKafka } from './core/kafka-permissions.ts';
import { type Permission, refused, unknown } from './core/permission.ts';
import { zookeeperPermissions } from './core/zookeeper-permissions.ts';
import { ec2Instances } from './ec2-instances.ts';
import type { RebootInputs } from './inputs.ts';
import { kafkaObserver } from './kafka-observer.ts';
import { type AwsUnderProbe, probeEc2, probeIdentity } from './probe-aws.ts';
import { probeKafka } from './probe-kafka.ts';
import { probeSlack } from './probe-slack.ts';
import { zookeeperObserver } from './zookeeper-observer.ts';

/** Every permission that a cycle with these inputs needs, asked for without a change. */
export async function probePermissions(inputs: RebootInputs, session: AwsSession): Promise<Permission[]> {
  const aws: AwsUnderProbe = {
    callerAccount: () => callerAccount(session.settings),
    credentialsEnd: () => session.end(),
    dryRun: ec2DryRuns(session.settings),
  };
  return [
    ...(await probeIdentity(aws, inputs.aws.account)),
    ...(await probeNodes(aws, inputs, session)),
    ...(await probeCluster(inputs, session)),
    ...zookeeperPermissions(await zookeeperObserver(inputs.zookeeper).look()),
    ...(await probeSlack(inputs.slack, slackAccess)),
  ];
}

/** Without the nodes there is nothing to ask the other calls about. */
async function probeNodes(
  aws: AwsUnderProbe,
  { filters, tags, settings }: RebootInputs,
  session: AwsSession,
): Promise<Permission[]> {
  try {
    const instances = await ec2Instances(new Ec2(session.settings), filters).describe();
    const { nodes } = discover(instances, tags);
    if (nodes.length === 0) return [noNodes(refused('no instance matches, or none is tagged as a node'))];
    return await probeEc2(aws, { nodes, instances, mode: settings.mode });
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return [noNodes(unknown(failure.message))];
  }
}

const noNodes = (probed: Permission['probed']): Permission => ({
  permission: 'ec2:DescribeInstances',
  neededFor: 'find the nodes; nothing else could be asked',
  probed,
  fix: 'Allow ec2:DescribeInstances on *, and correct node-filters, role-tag and node-id-tag.',
});

async function probeCluster(inputs: RebootInputs, session: AwsSession): Promise<Permission[]> {
  let open: KafkaConnection | undefined;
  const settings = {
    ...inputs.kafka,
    token: mskIamToken(session.settings),
    clientId: 'rolling-reboot-preflight',
  };
  const connect = async (): Promise<KafkaConnection> => (open ??= await KafkaConnection.open(settings));
  const { allowances, clusterId } = inputs.settings;
  const { stateTopic } = allowances;
  try {
    const facts = await probeKafka(connect, kafkaObserver(connect), stateTopic);
    if ('unreachable' in facts) return [unreachableKafka(facts.unreachable)];
    const { electPreferredLeaders } = inputs;
    return kafkaPermissions(facts, { clusterId, stateTopic, electPreferredLeaders });
  } finally {
    await open?.[Symbol.asyncDispose]();
  }
}
