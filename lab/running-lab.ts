import { join } from 'node:path';
import { ROLE_ARN } from './aws/account.ts';
import { startAwsSide } from './aws/aws-side.ts';
import type { Refusals } from './aws/fault.ts';
import { Instance } from './aws/instance.ts';
import { launchInstance } from './aws/launch.ts';
import type { Moto } from './aws/moto.ts';
import type { AwsCall } from './aws/aws-call.ts';
import type { ScanBook } from './aws/scan-book.ts';
import { type NodeRef, isNode } from './cluster-shape.ts';
import { environmentOf } from './environment.ts';
import { Holds } from './hold.ts';
import type { ClusterNode } from './kafka/cluster-node.ts';
import { layOutCluster, untilRegistered } from './kafka/cluster.ts';
import { hasRole, zookeeperConnect } from './kafka/node-place.ts';
import type { LabDescription, LabNode } from './lab-description.ts';
import type { LabPlan } from './lab-options.ts';
import type { Progress } from './provision/progress.ts';
import { provide } from './provision/provide.ts';
import { residentMegabytes } from './resident-memory.ts';
import { accessVariables, makeCertificates, securedAccess } from './secured-access.ts';
import { SlackRecorder } from './slack-recorder.ts';
import { timed } from './timed.ts';

/** A lab's parts, running in this process or below it. */
export interface RunningLab {
  readonly description: Omit<LabDescription, 'supervisorPid' | 'control'>;
  readonly machines: readonly Machine[];
  readonly slack: SlackRecorder;
  readonly calls: readonly AwsCall[];
  readonly refusals: Refusals;
  readonly scans: ScanBook;
  readonly holds: Holds;
}

/** An instance and the node that it runs. */
export interface Machine {
  readonly instance: Instance;
  readonly node: ClusterNode;
}

export const findMachine = ({ machines }: Pick<RunningLab, 'machines'>, ref: NodeRef): Machine | undefined =>
  machines.find(({ node }) => isNode(ref, node.place));

/** Starts all parts; what is still running after a failure is the caller's to kill. */
export async function runLab(plan: LabPlan, progress: Progress): Promise<RunningLab> {
  const started = performance.now();
  const provided = await timed(provide(plan.kafkaVersion, progress));
  const { kafka: kafkaFiles, python } = provided.value;
  progress(`starting ${String(plan.nodes.length)} nodes of Apache Kafka ${plan.kafkaVersion}`);
  const java = { ...kafkaFiles, heapMegabytes: plan.heapMegabytes, compiler: plan.compiler };
  const certificates = plan.secured ? await makeCertificates(plan.dir) : undefined;
  const rests = !plan.kafkaVersion.startsWith('3.');
  const layout = { folder: plan.dir, nodes: plan.nodes, timeouts: plan.timeouts, rests, java };
  const files = { formatted: kafkaFiles.formatted, tlsFolder: certificates?.folder };
  const nodes = await layOutCluster({ ...layout, ...files });
  const secured = securedAccess(
    certificates,
    nodes.map(({ place }) => place),
  );
  const [kafka, aws] = await Promise.all([timed(startNodes(nodes)), timed(startAws(plan, python, nodes))]);
  const { moto, machines, ...served } = aws.value;
  const startupReport = {
    provisionMs: provided.ms,
    awsMs: aws.ms,
    kafkaMs: kafka.ms,
    totalMs: Math.round(performance.now() - started),
    residentMegabytes: memoryOf(nodes, moto),
  };
  const env = { ...served.env, ...accessVariables(secured) };
  const access = secured === undefined ? {} : { secured };
  return {
    ...served,
    machines,
    description: { ...describeLab(plan, machines), ...access, env, startupReport },
  };
}

async function startNodes(nodes: readonly ClusterNode[]): Promise<void> {
  for (const { jvm } of nodes) jvm.start();
  await untilRegistered(nodes);
}

async function startAws(plan: LabPlan, python: string, nodes: readonly ClusterNode[]) {
  const holds = new Holds();
  const { sessionSeconds, roles } = plan;
  const logFile = join(plan.dir, 'moto.log');
  const [aws, slack] = await Promise.all([
    startAwsSide({ python, logFile, holds, sessionSeconds, roles }),
    SlackRecorder.start(holds),
  ]);
  const { moto, refusals, scans, calls, instances } = aws;
  const machines = await launchMachines(plan, moto, nodes);
  for (const { instance } of machines) instances.set(instance.instanceId, instance);
  const env = environmentOf({ aws, slack, ...connections(nodes) });
  return { moto, machines, slack, refusals, scans, holds, calls, env };
}

async function launchMachines(plan: LabPlan, moto: Moto, nodes: readonly ClusterNode[]): Promise<Machine[]> {
  const machines: Machine[] = [];
  for (const node of nodes) {
    const instanceId = await launchInstance(moto, { clusterName: plan.clusterName, node: node.place });
    machines.push({ node, instance: new Instance(instanceId, node.jvm, plan.times) });
  }
  return machines;
}

function describeLab(plan: LabPlan, machines: readonly Machine[]) {
  const describe = ({ node, instance }: Machine): LabNode => ({
    identity: node.identity,
    nodeId: node.place.nodeId,
    roles: node.place.roles,
    instanceId: instance.instanceId,
    rack: node.place.rack,
    address: node.address,
  });
  const { bootstrapBrokers, zookeeperConnect: servers } = connections(machines.map(({ node }) => node));
  return {
    dir: plan.dir,
    clusterName: plan.clusterName,
    kafkaVersion: plan.kafkaVersion,
    bootstrapBrokers,
    ...(servers === '' ? {} : { zookeeperConnect: servers }),
    nodes: machines.map(describe),
    roleArn: ROLE_ARN,
  };
}

/** What clients are given; no ZooKeeper is an empty text. */
const connections = (nodes: readonly ClusterNode[]) => ({
  bootstrapBrokers: nodes.filter(({ place }) => hasRole('broker')(place)).map(({ address }) => address),
  zookeeperConnect: zookeeperConnect(nodes.map(({ place }) => place)),
});

const memoryOf = (nodes: readonly ClusterNode[], moto: Moto) => ({
  nodes: nodes.map(({ jvm }) => residentMegabytes(jvm.pid)),
  moto: residentMegabytes(moto.process.pid),
  supervisor: residentMegabytes(process.pid),
});
