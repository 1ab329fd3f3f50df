import type { InstanceFilter } from '../../../lib/adapters/ec2.ts';
import type { HostPort } from '../../../lib/core/host-port.ts';
import type { SlackTarget } from '../../../lib/adapters/slack.ts';
import { type AwsAccess, awsAccess, awsInputs } from '../../../lib/core/aws-access.ts';
import { kafkaInputs, type KafkaInputs, readKafkaInputs } from '../../../lib/core/kafka-inputs.ts';
import { type Parsed, parsed, type Problem, refused } from '../../../lib/core/problem.ts';
import {
  boolean,
  listOf,
  type RawInputs,
  readInputs,
  requiredText,
  text,
} from '../../../lib/core/read-inputs.ts';
import type { Settings } from './core/decision.ts';
import { nodeFilters } from './node-filters.ts';
import { zookeeperConnect } from './zookeeper-connect.ts';
import type { Selection } from './core/select.ts';
import { CYCLE_READERS, cycleContradictions, cycleSettings, selectionOf } from './cycle-inputs.ts';
import type { DiscoveryTags } from './core/discover.ts';
import { ACCEPTABLE_KINDS, type FindingKind } from './core/preflight.ts';

/** All inputs, read and checked against each other. */
export interface RebootInputs {
  /** How the cluster is called in messages. */
  readonly name: string;
  readonly dryRun: boolean;
  readonly filters: readonly InstanceFilter[];
  readonly tags: DiscoveryTags;
  readonly settings: Omit<Settings, 'beganAt' | 'endsAt'>;
  readonly selection: Selection;
  /** Milliseconds, as the next one. */
  readonly timeBudget: number;
  readonly cycleMaxAge: number;
  readonly electPreferredLeaders: boolean;
  readonly accept: readonly FindingKind[];
  readonly kafka: KafkaInputs;
  /** The servers of the ensemble; none in KRaft. */
  readonly zookeeper: readonly HostPort[];
  readonly aws: AwsAccess;
  readonly slack: SlackTarget;
  /** A file that every line of the log is appended to; empty for none. */
  readonly logFile: string;
}

const READERS = {
  'dry-run': boolean(true),
  'node-filters': nodeFilters,
  cluster: text(''),
  'role-tag': text('kafka-role'),
  'node-id-tag': text('kafka-node-id'),
  'elect-preferred-leaders': boolean(true),
  'zookeeper-connect': zookeeperConnect,
  accept: listOf(ACCEPTABLE_KINDS),
  'aws-region': requiredText('a region such as eu-west-1, or set AWS_REGION'),
  ...awsInputs('rolling-reboot'),
  // Checked later: a text that is refused while it is read is shown, and this one is a secret.
  'slack-webhook-url': text(''),
  'slack-token': text(''),
  'slack-channel': text(''),
  'log-file': text(''),
} as const;

/** Inputs whose texts are masked before anything else is done with them. */
export const SECRET_INPUTS = ['sasl-password', 'ssl-key', 'slack-webhook-url', 'slack-token'] as const;

export const INPUT_NAMES = [
  'environment',
  ...Object.keys(kafkaInputs),
  ...Object.keys(CYCLE_READERS),
  ...Object.keys(READERS),
];

type Values = Extract<ReturnType<typeof readInputs<typeof READERS>>, { ok: true }>['value'];

/** Every wrong, missing or contradictory input is reported, whatever else is wrong. */
export function readRebootInputs(raw: RawInputs): Parsed<RebootInputs> {
  const own = readInputs(raw, READERS);
  const cycle = readInputs(raw, CYCLE_READERS);
  const kafka = readKafkaInputs(raw);
  const contradictory = [...contradictions(raw), ...cycleContradictions(raw)];
  if (own.ok && cycle.ok && kafka.ok && contradictory.length === 0) {
    return parsed({
      ...settingsOf(own.value),
      aws: awsAccess(own.value),
      settings: cycleSettings(cycle.value),
      selection: selectionOf(cycle.value),
      timeBudget: cycle.value['time-budget'],
      cycleMaxAge: cycle.value['cycle-max-age'],
      kafka: kafka.value,
    });
  }
  return refused([...problemsIn(kafka), ...problemsIn(own), ...problemsIn(cycle), ...contradictory]);
}

const problemsIn = (outcome: Parsed<unknown>): readonly Problem[] => (outcome.ok ? [] : outcome.problems);

const isGiven = (raw: RawInputs, name: string): boolean => (raw[name] ?? '').trim() !== '';

function contradictions(raw: RawInputs): Problem[] {
  const namesNodes = isGiven(raw, 'node-filters') || isGiven(raw, 'cluster');
  const fix = 'Give tag:kafka-cluster=<name>, or an environment that names its cluster.';
  const what = 'nothing says which instances belong to the cluster';
  return [...(namesNodes ? [] : [{ where: 'input node-filters', what, fix }]), ...slackProblems(raw)];
}

function slackProblems(raw: RawInputs): Problem[] {
  const problems: Problem[] = [];
  if (isGiven(raw, 'slack-token') && !isGiven(raw, 'slack-channel')) {
    const what = 'slack-token was given without it';
    problems.push({ where: 'input slack-channel', what, fix: 'Give the channel to post to.' });
  }
  if (isGiven(raw, 'slack-webhook-url') && !/^\s*https?:\/\/\S+\s*$/.test(raw['slack-webhook-url'] ?? '')) {
    const fix = 'Give the URL of an incoming webhook.';
    problems.push({ where: 'input slack-webhook-url', what: 'it is not a URL', fix });
  }
  return problems;
}

function settingsOf(
  values: Values,
): Omit<RebootInputs, 'aws' | 'settings' | 'selection' | 'timeBudget' | 'cycleMaxAge' | 'kafka'> {
  const own = values['node-filters'];
  return {
    name: values.cluster || own.flatMap((filter) => filter.values).join(', '),
    dryRun: values['dry-run'],
    filters: own.length > 0 ? own : [{ name: 'tag:kafka-cluster', values: [values.cluster] }],
    zookeeper: values['zookeeper-connect'],
    tags: { role: values['role-tag'], nodeId: values['node-id-tag'] },
    electPreferredLeaders: values['elect-preferred-leaders'],
    accept: values.accept,
    slack: slackOf(values),
    logFile: values['log-file'],
  };
}

function slackOf(values: Values): SlackTarget {
  if (values['slack-webhook-url'] !== '') return { kind: 'webhook', url: values['slack-webhook-url'] };
  if (values['slack-token'] === '') return { kind: 'none' };
  return { kind: 'channel', token: values['slack-token'], channel: values['slack-channel'] };
}
