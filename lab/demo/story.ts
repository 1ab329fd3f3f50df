import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LedgerRecord } from '../../actions/rolling-reboot/src/core/ledger.ts';
import type { Report } from '../../actions/rolling-reboot/src/core/report.ts';
import { KafkaConnection } from '../../lib/adapters/kafka/connection.ts';
import { metadata } from '../../lib/adapters/kafka/metadata.ts';
import { readAll } from '../../lib/adapters/kafka/topic-log.ts';
import type { InstanceSeen } from '../control.ts';
import type { Lab } from '../lab.ts';
import { type ActionOutcome, runAction } from '../runner.ts';
import { startWitness } from '../witness.ts';
import type { DemoFacts, InstanceFacts } from './facts.ts';
import { buildImages } from './images.ts';

/** The topic of `topics/posts.yaml`. */
const WITNESS_TOPIC = 'posts';
const CHANGING = /^(Stop|Start|Reboot)Instances$|Tags$/;

export type Say = (line: string) => void;

/** Topics from files, traffic, a dry run and a whole rolling reboot, each by its bundle; what was seen is returned. */
export async function story(lab: Lab, say: Say): Promise<DemoFacts> {
  const topics = await syncTopics(lab, say);
  const before = await lab.instances();
  await using witness = await startWitness({ brokers: lab.bootstrapBrokers, topic: WITNESS_TOPIC });
  say(`a producer (acks=all) and a consumer run on topic ${WITNESS_TOPIC}`);
  const dryRun = await rehearse(lab, say);
  const reboot = await reboots(lab, say);
  const verdict = await witness.finish();
  const images = await buildImages(lab, say);
  if (typeof images === 'string') say(`no image is built: ${images}`);
  return {
    topics,
    dryRun,
    reboot,
    instances: await instanceFacts(lab, before),
    witness: verdict,
    images,
    slack: (await lab.slackMessages()).map(({ text }) => text),
    ...(await readCluster(lab)),
  };
}

async function syncTopics(lab: Lab, say: Say): Promise<DemoFacts['topics']> {
  const clusterId = await withKafka(lab, async (kafka) => (await kafka.refresh()).clusterId ?? '');
  const sync = (inputs: Readonly<Record<string, string>>): Promise<ActionOutcome> =>
    runAction({
      action: 'topic-sync',
      inputs: {
        environment: 'lab',
        'bootstrap-brokers': lab.bootstrapBrokers.join(','),
        'cluster-id': clusterId,
        ...inputs,
      },
      env: lab.env,
      temp: path.join(lab.dir, 'runner-topics'),
      onLine: quietly(say),
    });
  say('topic-sync: plan of topics/*.yaml');
  const planned = await sync({ command: 'plan' });
  say('topic-sync: apply of exactly that plan');
  const applied = await sync({ command: 'apply', 'expect-digest': planned.outputs['plan-digest'] ?? '' });
  say('topic-sync: plan again');
  const again = await sync({ command: 'plan' });
  const status = (outcome: ActionOutcome): string =>
    outcome.outputs['status'] ?? `exit ${String(outcome.exitCode)}`;
  return {
    planned: status(planned),
    applied: status(applied),
    plannedAgain: status(again),
    diff: diffOf(planned.log),
  };
}

/** The lines of the log that name a change, such as `[safe] create posts: …`. */
const diffOf = (log: string): string[] =>
  log
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^\[[a-z-]+\] /.test(line));

function reboot(lab: Lab, say: Say, inputs: Readonly<Record<string, string>>): Promise<ActionOutcome> {
  return runAction({
    action: 'rolling-reboot',
    inputs: {
      environment: 'lab',
      'bootstrap-brokers': lab.bootstrapBrokers.join(','),
      'role-to-assume': lab.roleArn,
      'slack-webhook-url': lab.env['LAB_SLACK_WEBHOOK_URL'] ?? '',
      ...inputs,
    },
    env: lab.env,
    temp: path.join(lab.dir, 'runner-reboot'),
    onLine: quietly(say),
  });
}

async function rehearse(lab: Lab, say: Say): Promise<DemoFacts['dryRun']> {
  say('rolling-reboot: dry run');
  const outcome = await reboot(lab, say, { 'dry-run': 'true' });
  const changing = (await lab.awsCalls()).filter(({ action, dryRun }) => CHANGING.test(action) && !dryRun);
  return { status: outcome.outputs['status'] ?? '', changingCalls: changing.length };
}

async function reboots(lab: Lab, say: Say): Promise<DemoFacts['reboot']> {
  say('rolling-reboot: for real');
  const outcome = await reboot(lab, say, { 'dry-run': 'false' });
  const file = outcome.outputs['report'];
  if (file === undefined)
    throw new Error(`rolling-reboot ended with exit code ${String(outcome.exitCode)} and no report`);
  const report = JSON.parse(await readFile(file, 'utf8')) as Report;
  return { exitCode: outcome.exitCode, report };
}

async function instanceFacts(lab: Lab, before: readonly InstanceSeen[]): Promise<InstanceFacts[]> {
  const calls = (await lab.awsCalls()).filter(({ dryRun }) => !dryRun);
  const countOf = (action: string, id: string): number =>
    calls.filter((call) => call.action === action && call.instanceIds.includes(id)).length;
  return (await lab.instances()).map(({ nodeId, instanceId, state, launchTime }) => ({
    nodeId,
    state,
    launchedBefore: before.find((instance) => instance.nodeId === nodeId)?.launchTime ?? '',
    launchedAfter: launchTime,
    stops: countOf('StopInstances', instanceId),
    starts: countOf('StartInstances', instanceId),
  }));
}

function readCluster(lab: Lab): Promise<Pick<DemoFacts, 'ledger' | 'underReplicatedAtEnd'>> {
  return withKafka(lab, async (kafka) => {
    const { topics } = await kafka.send(metadata, { topics: null }, 'any');
    const under = topics.flatMap(({ partitions }) =>
      partitions.filter(({ isr, replicas }) => isr.length < replicas.length),
    );
    const records = await readAll(kafka, '_rolling-reboot');
    return {
      underReplicatedAtEnd: under.length,
      ledger: records.map(({ value }) => JSON.parse(value) as LedgerRecord),
    };
  });
}

async function withKafka<T>(lab: Lab, work: (kafka: KafkaConnection) => Promise<T>): Promise<T> {
  const settings = {
    brokers: lab.bootstrapBrokers,
    clientId: 'demo',
    security: { protocol: 'PLAINTEXT' },
  } as const;
  await using kafka = await KafkaConnection.open(settings);
  return await work(kafka);
}

/** Without the lines that only the runner reads. */
const quietly =
  (say: Say): Say =>
  (line) => {
    if (line.trim() !== '' && !/^::(add-mask|debug|endgroup)/.test(line)) say(`  │ ${line}`);
  };
