import type { InstanceFilter } from '../../../lib/adapters/ec2.ts';
import type { SlackTarget } from '../../../lib/adapters/slack.ts';
import { kafkaInputs, type KafkaInputs, readKafkaInputs } from '../../../lib/core/kafka-inputs.ts';
import { parseDuration } from '../../../lib/core/duration.ts';
import { type Parsed, parsed, type Problem, refused } from '../../../lib/core/problem.ts';
import {
  boolean,
  duration,
  type InputReader,
  listOf,
  type RawInputs,
  readInputs,
  requiredText,
  splitList,
  text,
  wholeNumber,
} from '../../../lib/core/read-inputs.ts';
import type { Settings } from './core/decision.ts';
import type { DiscoveryTags } from './core/discover.ts';
import { ACCEPTABLE_KINDS, type FindingKind } from './core/preflight.ts';

/** All inputs, read and checked against each other. */
export interface RebootInputs {
  /** How the cluster is called in messages. */
  readonly name: string;
  readonly dryRun: boolean;
  readonly filters: readonly InstanceFilter[];
  readonly tags: DiscoveryTags;
  readonly settings: Settings;
  readonly electPreferredLeaders: boolean;
  readonly accept: readonly FindingKind[];
  readonly kafka: KafkaInputs;
  readonly aws: {
    readonly region: string;
    readonly role:
      { readonly arn: string; readonly sessionName: string; readonly audience: string } | undefined;
  };
  readonly slack: SlackTarget;
  /** The only account that may be touched; undefined where nothing was said. */
  readonly account: string | undefined;
}

const filters: InputReader<readonly InstanceFilter[]> = {
  allowed: 'one EC2 filter a line, Name=Value1,Value2, such as tag:kafka-cluster=events',
  absent: { value: [] },
  read: (given) => {
    const lines = given.split('\n').filter((line) => line.trim() !== '');
    const read = lines.flatMap((line) => readFilter(line) ?? []);
    return read.length === lines.length && read.length > 0 ? read : undefined;
  },
};

function readFilter(line: string): InstanceFilter | undefined {
  const [, name, values] = /^\s*([^=\s]+)=(.+)$/.exec(line) ?? [];
  if (name === undefined || values === undefined) return undefined;
  const list = splitList(values);
  return list.length > 0 ? { name, values: list } : undefined;
}

const pattern = (regex: RegExp, allowed: string, absent: string): InputReader<string> => ({
  allowed,
  absent: { value: absent },
  read: (given) => (regex.test(given) ? given : undefined),
});

/** Without a pause between two looks, a run does nothing but ask, and a plan never ends. */
const noLessThan = (least: string, reader: InputReader<number>): InputReader<number> => ({
  ...reader,
  allowed: `${reader.allowed}, at least ${least}`,
  read: (given) => {
    const value = reader.read(given);
    return value !== undefined && value >= (parseDuration(least) ?? 0) ? value : undefined;
  },
});

const ROLE_ARN = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

const READERS = {
  'dry-run': boolean(true),
  'node-filters': filters,
  cluster: text(''),
  'role-tag': text('kafka-role'),
  'node-id-tag': text('kafka-node-id'),
  'stability-checks': wholeNumber(3, 1, 100),
  'poll-interval': noLessThan('100ms', duration('5s')),
  'stop-timeout': duration('10m'),
  'start-timeout': duration('15m'),
  'sync-timeout': duration('60m'),
  'elect-preferred-leaders': boolean(true),
  accept: listOf(ACCEPTABLE_KINDS),
  'state-topic': pattern(/^[\w.-]{1,249}$/, 'a topic name', '_rolling-reboot'),
  'cluster-id': text(''),
  'aws-account': pattern(/^\d{12}$/, 'an account of 12 digits', ''),
  'aws-region': requiredText('a region such as eu-west-1, or set AWS_REGION'),
  'role-to-assume': pattern(ROLE_ARN, 'the ARN of a role, arn:aws:iam::<account>:role/<name>', ''),
  'role-session-name': pattern(/^[\w+=,.@-]{2,64}$/, '2 to 64 letters, digits or +=,.@-', 'rolling-reboot'),
  audience: text('sts.amazonaws.com'),
  // Checked later: a text that is refused while it is read is shown, and this one is a secret.
  'slack-webhook-url': text(''),
  'slack-token': text(''),
  'slack-channel': text(''),
} as const;

/** Inputs whose texts are masked before anything else is done with them. */
export const SECRET_INPUTS = ['sasl-password', 'ssl-key', 'slack-webhook-url', 'slack-token'] as const;

export const INPUT_NAMES = ['environment', ...Object.keys(kafkaInputs), ...Object.keys(READERS)];

type Values = Extract<ReturnType<typeof readInputs<typeof READERS>>, { ok: true }>['value'];

/** Every wrong, missing or contradictory input is reported, whatever else is wrong. */
export function readRebootInputs(raw: RawInputs): Parsed<RebootInputs> {
  const own = readInputs(raw, READERS);
  const kafka = readKafkaInputs(raw);
  const contradictory = contradictions(raw);
  if (own.ok && kafka.ok && contradictory.length === 0) {
    return parsed({ ...settingsOf(own.value), ...awsOf(own.value), kafka: kafka.value });
  }
  return refused([...problemsIn(kafka), ...problemsIn(own), ...contradictory]);
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
): Pick<
  RebootInputs,
  'name' | 'dryRun' | 'filters' | 'tags' | 'settings' | 'electPreferredLeaders' | 'accept' | 'slack'
> {
  const own = values['node-filters'];
  return {
    name: values.cluster || own.flatMap((filter) => filter.values).join(', '),
    dryRun: values['dry-run'],
    filters: own.length > 0 ? own : [{ name: 'tag:kafka-cluster', values: [values.cluster] }],
    tags: { role: values['role-tag'], nodeId: values['node-id-tag'] },
    settings: {
      stabilityChecks: values['stability-checks'],
      pollInterval: values['poll-interval'],
      stopTimeout: values['stop-timeout'],
      startTimeout: values['start-timeout'],
      syncTimeout: values['sync-timeout'],
      stateTopic: values['state-topic'],
      clusterId: values['cluster-id'] || undefined,
    },
    electPreferredLeaders: values['elect-preferred-leaders'],
    accept: values.accept,
    slack: slackOf(values),
  };
}

function slackOf(values: Values): SlackTarget {
  if (values['slack-webhook-url'] !== '') return { kind: 'webhook', url: values['slack-webhook-url'] };
  if (values['slack-token'] === '') return { kind: 'none' };
  return { kind: 'channel', token: values['slack-token'], channel: values['slack-channel'] };
}

function awsOf(values: Values): Pick<RebootInputs, 'aws' | 'account'> {
  const arn = values['role-to-assume'];
  const role = { arn, sessionName: values['role-session-name'], audience: values.audience };
  return {
    aws: { region: values['aws-region'], role: arn === '' ? undefined : role },
    account: values['aws-account'] || undefined,
  };
}
