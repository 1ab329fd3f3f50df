import { type AwsAccess, awsAccess, awsInputs } from '../../../../lib/core/aws-access.ts';
import { IAM } from '../../../../lib/core/kafka-security.ts';
import { kafkaInputs, type KafkaInputs, readKafkaInputs } from '../../../../lib/core/kafka-inputs.ts';
import { type Parsed, type Problem, parsed, refused } from '../../../../lib/core/problem.ts';
import {
  boolean,
  type InputReader,
  list,
  oneOf,
  type RawInputs,
  readInputs,
  splitList,
  text,
} from '../../../../lib/core/read-inputs.ts';
import { APPROVAL_READERS, unboundPlan } from './approval-inputs.ts';
import { DELETION_READERS, type DeletionSettings } from './deletion-inputs.ts';
import { EXPORT_READERS, type ExportSettings } from './export/export-inputs.ts';
import { type Consent, CONSENTS } from './operation.ts';
import type { MskCluster } from './permissions/iam-policy.ts';
import { PERMISSION_READERS } from './permissions/permission-inputs.ts';
import { GITHUB_READERS, type GithubSettings, githubSettings } from './github-inputs.ts';
import { MOVE_READERS, moveSettings } from './move-inputs.ts';
import type { MoveSettings } from './replica-view.ts';
import type { Command } from './result.ts';
import { DEFAULT_FILES } from './usual-files.ts';
import { type Validation, VALIDATIONS } from './validation.ts';

export interface TopicSyncInputs {
  readonly command: Command;
  /** The name of the environment whose overlays count; empty when none was given. */
  readonly environment: string;
  /** Patterns of files, relative to the workspace. */
  readonly files: readonly string[];
  /** Patterns of topic names; the other topics are left alone. */
  readonly include: readonly string[];
  readonly ignore: readonly string[];
  readonly allowEmpty: boolean;
  readonly consents: ReadonlySet<Consent>;
  /** For `plan` and `drift`; an apply always validates. */
  readonly validation: Validation;
  readonly moving: MoveSettings;
  readonly github: GithubSettings;
  readonly deletion: DeletionSettings;
  readonly exporting: ExportSettings;
  /** For `permissions`; null: no IAM policy is wanted. */
  readonly mskCluster: MskCluster | null;
  /** Empty: any plan may be applied. */
  readonly expectDigest: string;
  /** The path of the plan that was approved; empty: only a plan with that very digest is applied. */
  readonly approvedPlan: string;
  /** The path of the plan that the pull request showed; empty: it is not compared. */
  readonly previewPlan: string;
  /** What `verify` writes a record to; empty: nothing is verified. */
  readonly verifyTopic: string;
  /** Empty (never for `apply`): any cluster may be read. */
  readonly clusterId: string;
  /** null for `lint` and `permissions`, for `explain` without brokers, and for `export` from files: no cluster is asked. */
  readonly kafka: KafkaInputs | null;
  /** Whose credentials log in to Kafka; null where the login is another one. */
  readonly aws: AwsAccess | null;
}

const consents: InputReader<ReadonlySet<Consent>> = {
  allowed: `any of ${CONSENTS.join(', ')}, parted by commas or line ends`,
  absent: { value: new Set() },
  read: (given) => {
    const words = splitList(given);
    const known = CONSENTS.filter((consent) => words.includes(consent));
    return known.length === new Set(words).size ? new Set(known) : undefined;
  },
};

const READERS = {
  environment: text(''),
  command: oneOf(['lint', 'plan', 'apply', 'drift', 'explain', 'export', 'permissions', 'verify'], 'plan'),
  files: list(DEFAULT_FILES),
  include: list(['*']),
  ignore: list([]),
  'allow-empty': boolean(false),
  allow: consents,
  validate: oneOf(VALIDATIONS, 'auto'),
  'cluster-id': text(''),
  ...MOVE_READERS,
  ...GITHUB_READERS,
  ...DELETION_READERS,
  ...EXPORT_READERS,
  ...PERMISSION_READERS,
  ...APPROVAL_READERS,
  'verify-topic': text(''),
  'aws-region': text(''),
  ...awsInputs('topic-sync'),
};

/** The names of all inputs. */
export const INPUT_NAMES: readonly string[] = [...Object.keys(READERS), ...Object.keys(kafkaInputs)];

/** All wrong inputs are reported together; `lint` needs none of the cluster's. */
export function readTopicSyncInputs(raw: RawInputs): Parsed<TopicSyncInputs> {
  const own = readInputs(raw, READERS);
  const command = own.ok ? own.value.command : undefined;
  const kafka = asksNoCluster(command, raw) ? parsed(null) : readKafkaInputs(raw);
  const guard = [...missingCluster(command, raw), ...missingRegion(raw, kafka), ...unboundPlan(raw)];
  if (!own.ok || !kafka.ok || guard.length > 0) {
    return refused([...problemsOf(own), ...guard, ...problemsOf(kafka)]);
  }
  return parsed({
    command: own.value.command,
    environment: nameOf(own.value.environment),
    files: own.value.files,
    include: own.value.include,
    ignore: own.value.ignore,
    allowEmpty: own.value['allow-empty'],
    consents: own.value.allow,
    validation: own.value.validate,
    moving: moveSettings(own.value),
    github: githubSettings(own.value),
    deletion: { baseRef: own.value['base-ref'], unusedForMs: own.value['delete-guard'] },
    exporting: { from: own.value.from, to: own.value['export-to'] },
    mskCluster: own.value['cluster-arn'],
    expectDigest: own.value['expect-digest'],
    approvedPlan: own.value['approved-plan'],
    previewPlan: own.value['preview-plan'],
    verifyTopic: own.value['verify-topic'],
    clusterId: own.value['cluster-id'],
    kafka: kafka.value,
    aws: usesIam(kafka) ? awsAccess(own.value) : null,
  });
}

/** Then something is written. */
const verifies = (command: Command | undefined, raw: RawInputs): command is 'verify' =>
  command === 'verify' && !isAbsent(raw['verify-topic']);

/** `explain` tells what it can without brokers. */
const asksNoCluster = (command: Command | undefined, raw: RawInputs): boolean =>
  command === 'lint' ||
  command === 'permissions' ||
  (command === 'explain' && isAbsent(raw['bootstrap-brokers'])) ||
  (command === 'export' && !isAbsent(raw['from']) && raw['from']?.trim() !== 'cluster');

const isAbsent = (given: string | undefined): boolean => (given ?? '').trim() === '';

/** `environments/prod.yaml` is the environment prod. */
const nameOf = (environment: string): string => environment.replace(/^.*[/\\]/, '').replace(/\.ya?ml$/, '');

const problemsOf = (outcome: Parsed<unknown>): readonly Problem[] => (outcome.ok ? [] : outcome.problems);

const missingCluster = (command: Command | undefined, raw: RawInputs): Problem[] =>
  (command === 'apply' || verifies(command, raw)) && isAbsent(raw['cluster-id'])
    ? [clusterNeededBy(command)]
    : [];

const usesIam = (kafka: Parsed<KafkaInputs | null>): boolean =>
  kafka.ok &&
  kafka.value !== null &&
  'sasl' in kafka.value.security &&
  kafka.value.security.sasl.mechanism === IAM;

const missingRegion = (raw: RawInputs, kafka: Parsed<KafkaInputs | null>): Problem[] =>
  usesIam(kafka) && (raw['aws-region'] ?? '').trim() === '' ? [MISSING_REGION] : [];

const MISSING_REGION: Problem = {
  where: 'input aws-region',
  what: `sasl-mechanism ${IAM} needs it and it was not given`,
  fix: 'Give the region of the cluster, such as eu-west-1, or set AWS_REGION.',
};

const clusterNeededBy = (command: 'apply' | 'verify'): Problem => ({
  where: 'input cluster-id',
  what: `${command} needs it and it was not given`,
  fix: 'Give the id of the cluster that may be changed; the plan shows it.',
});
