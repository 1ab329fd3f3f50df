import { join } from 'node:path';
import { ROLE_ARN } from './aws/account.ts';
import { Refusals } from './aws/fault.ts';
import { Instance } from './aws/instance.ts';
import { launchInstance } from './aws/launch.ts';
import { Moto } from './aws/moto.ts';
import { type AwsCall, answerAws } from './aws/proxy.ts';
import { Sessions } from './aws/sessions.ts';
import { environmentOf } from './environment.ts';
import type { Broker } from './kafka/broker.ts';
import { layOutCluster, untilRegistered } from './kafka/cluster.ts';
import type { LabDescription, LabNode } from './lab-description.ts';
import type { LabPlan } from './lab-options.ts';
import { serveOnLoopback } from './loopback-server.ts';
import { startOidcIssuer } from './oidc-issuer.ts';
import type { Progress } from './provision/progress.ts';
import { provide } from './provision/provide.ts';
import { residentMegabytes } from './resident-memory.ts';
import { SlackRecorder } from './slack-recorder.ts';
import { timed } from './timed.ts';

/** A lab's parts, running in this process or below it. */
export interface RunningLab {
  readonly description: Omit<LabDescription, 'supervisorPid' | 'control'>;
  readonly machines: readonly Machine[];
  readonly slack: SlackRecorder;
  readonly calls: readonly AwsCall[];
  readonly refusals: Refusals;
}

/** An instance and the broker that it runs. */
export interface Machine {
  readonly instance: Instance;
  readonly broker: Broker;
}

/** Starts all parts; what is still running after a failure is the caller's to kill. */
export async function runLab(plan: LabPlan, progress: Progress): Promise<RunningLab> {
  const started = performance.now();
  const provided = await timed(provide(plan.kafkaVersion, progress));
  const { kafka: kafkaFiles, python } = provided.value;
  progress(`starting ${String(plan.racks.length)} brokers of Apache Kafka ${plan.kafkaVersion}`);
  const java = { ...kafkaFiles, heapMegabytes: plan.heapMegabytes };
  const layout = { folder: plan.dir, racks: plan.racks, timeouts: plan.timeouts, java };
  const brokers = await layOutCluster({ ...layout, formatted: kafkaFiles.formatted });
  const [kafka, aws] = await Promise.all([
    timed(startBrokers(brokers)),
    timed(startAws(plan, python, brokers)),
  ]);
  const { moto, machines, ...served } = aws.value;
  const startupReport = {
    provisionMs: provided.ms,
    awsMs: aws.ms,
    kafkaMs: kafka.ms,
    totalMs: Math.round(performance.now() - started),
    residentMegabytes: memoryOf(brokers, moto),
  };
  return {
    ...served,
    machines,
    description: { ...describeLab(plan, machines), env: served.env, startupReport },
  };
}

async function startBrokers(brokers: readonly Broker[]): Promise<void> {
  for (const broker of brokers) broker.start();
  await untilRegistered(brokers);
}

async function startAws(plan: LabPlan, python: string, brokers: readonly Broker[]) {
  const [moto, issuer, slack] = await Promise.all([
    Moto.start(python, join(plan.dir, 'moto.log')),
    startOidcIssuer(),
    SlackRecorder.start(),
  ]);
  const machines = await launchMachines(plan, moto, brokers);
  const instances = new Map(machines.map(({ instance }) => [instance.instanceId, instance]));
  const refusals = new Refusals();
  const calls: AwsCall[] = [];
  const sts = { sessions: new Sessions(), keys: issuer.keys, sessionSeconds: plan.sessionSeconds };
  const endpoint = await serveOnLoopback((request) =>
    answerAws(request, { ...sts, moto, instances, refusals, calls }),
  );
  return { moto, machines, slack, refusals, calls, env: environmentOf({ endpoint, issuer, slack, brokers }) };
}

async function launchMachines(plan: LabPlan, moto: Moto, brokers: readonly Broker[]): Promise<Machine[]> {
  const machines: Machine[] = [];
  for (const broker of brokers) {
    const { nodeId, rack } = broker.place;
    const request = { clusterName: plan.clusterName, nodeId, availabilityZone: rack };
    const instanceId = await launchInstance(moto, request);
    machines.push({ broker, instance: new Instance(instanceId, broker, plan.times) });
  }
  return machines;
}

function describeLab(plan: LabPlan, machines: readonly Machine[]) {
  const node = ({ broker, instance }: Machine): LabNode => ({
    nodeId: broker.place.nodeId,
    instanceId: instance.instanceId,
    rack: broker.place.rack,
  });
  return {
    dir: plan.dir,
    clusterName: plan.clusterName,
    kafkaVersion: plan.kafkaVersion,
    bootstrapBrokers: machines.map(({ broker }) => broker.address),
    nodes: machines.map(node),
    roleArn: ROLE_ARN,
  };
}

const memoryOf = (brokers: readonly Broker[], moto: Moto) => ({
  brokers: brokers.map((broker) => residentMegabytes(broker.pid)),
  moto: residentMegabytes(moto.process.pid),
  supervisor: residentMegabytes(process.pid),
});
