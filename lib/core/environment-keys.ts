import { FACT_OF_KEY } from './environment-facts.ts';

/**
 * Which key of an environment file gives which input of the actions. Every input has one, but for secrets, so that none
 * is ever committed, and for what only a workflow says; `aws-account` and `cluster` are no inputs, but guards and
 * defaults that only a file gives.
 */
const KEYS = {
  'spec.aws.account': 'aws-account',
  'spec.aws.region': 'aws-region',
  'spec.aws.roles.reboot': 'role-to-assume',
  'spec.aws.roles.topics': 'topics-role',
  'spec.aws.roles.topicsPlan': 'topics-plan-role',
  'spec.aws.roles.topicsApply': 'topics-apply-role',
  'spec.aws.roles.build': 'build-role',
  'spec.aws.roles.deploy': 'deploy-role',
  'spec.aws.roleSessionName': 'role-session-name',
  'spec.aws.audience': 'audience',
  'spec.kafka.cluster': 'cluster',
  'spec.kafka.clusterId': 'cluster-id',
  'spec.kafka.clusterArn': 'cluster-arn',
  'spec.kafka.bootstrapBrokers': 'bootstrap-brokers',
  'spec.kafka.zookeeperConnect': 'zookeeper-connect',
  'spec.kafka.security.protocol': 'security-protocol',
  'spec.kafka.security.saslMechanism': 'sasl-mechanism',
  'spec.kafka.security.saslUsername': 'sasl-username',
  'spec.kafka.security.sslCa': 'ssl-ca',
  'spec.kafka.security.sslCert': 'ssl-cert',
  'spec.reboot.dryRun': 'dry-run',
  'spec.reboot.nodeFilters': 'node-filters',
  'spec.reboot.roleTag': 'role-tag',
  'spec.reboot.nodeIdTag': 'node-id-tag',
  'spec.reboot.mode': 'mode',
  'spec.reboot.nodes': 'nodes',
  'spec.reboot.only': 'only',
  'spec.reboot.olderThan': 'older-than',
  'spec.reboot.maxUnavailable': 'max-unavailable',
  'spec.reboot.peakLoad': 'peak-load',
  'spec.reboot.maxLoad': 'max-load',
  'spec.reboot.extraReplicas': 'extra-replicas',
  'spec.reboot.unsafeTopics': 'unsafe-topics',
  'spec.reboot.unsafeQuorum': 'unsafe-quorum',
  'spec.reboot.accept': 'accept',
  'spec.reboot.repair': 'repair',
  'spec.reboot.recover': 'recover',
  'spec.reboot.canary': 'canary',
  'spec.reboot.window': 'window',
  'spec.reboot.timeBudget': 'time-budget',
  'spec.reboot.cycleMaxAge': 'cycle-max-age',
  'spec.reboot.stabilityChecks': 'stability-checks',
  'spec.reboot.pollInterval': 'poll-interval',
  'spec.reboot.stopTimeout': 'stop-timeout',
  'spec.reboot.startTimeout': 'start-timeout',
  'spec.reboot.syncTimeout': 'sync-timeout',
  'spec.reboot.electPreferredLeaders': 'elect-preferred-leaders',
  'spec.reboot.stateTopic': 'state-topic',
  'spec.reboot.logFile': 'log-file',
  'spec.topics.files': 'files',
  'spec.topics.include': 'include',
  'spec.topics.ignore': 'ignore',
  'spec.topics.allowEmpty': 'allow-empty',
  'spec.topics.approvedPlan': 'approved-plan',
  'spec.topics.previewPlan': 'preview-plan',
  'spec.topics.verifyTopic': 'verify-topic',
  'spec.topics.from': 'from',
  'spec.topics.exportTo': 'export-to',
  'spec.topics.allow': 'allow',
  'spec.topics.validate': 'validate',
  'spec.topics.deleteGuard': 'delete-guard',
  'spec.topics.throttle': 'throttle',
  'spec.topics.maxMovingPartitions': 'max-moving-partitions',
  'spec.topics.reassignmentTimeout': 'reassignment-timeout',
  'spec.topics.comment': 'comment',
  'spec.topics.failOnDrift': 'fail-on-drift',
  'spec.notify.slack.channel': 'slack-channel',
} as const;

/** Key of the file to input. */
export const INPUT_OF_KEY: ReadonlyMap<string, string> = new Map(Object.entries(KEYS));

/** Inputs that no file may give. */
export const SECRET_INPUTS: ReadonlySet<string> = new Set([
  'attestation-key',
  'github-token',
  'registry-password',
  'sasl-password',
  'slack-token',
  'slack-webhook-url',
  'ssl-key',
]);

/** What is built, and what it must pass: the same image goes to every environment, so none of them says it. */
const IMAGE_INPUTS = [
  'image',
  'repository',
  'registries',
  'source',
  'registry-endpoint',
  'registry-username',
  'context',
  'file',
  'target',
  'platforms',
  'build-args',
  'secret-envs',
  'secret-files',
  'tags',
  'labels',
  'content-hash',
  'cache',
  'create-repository',
  'repository-settings',
  'drift',
  'hardening-policy',
  'vulnerability-policy',
  'compare-with',
  'scan',
  'scan-timeout',
  'size-budget',
  'probe-env',
  'probe-writable',
  'sbom',
  'provenance',
  'retries',
  'digest',
] as const;

/** What goes from job to job of a run. */
const CHAIN_INPUTS = ['names', 'allow-older', 'turn', 'result', 'inputs'] as const;

/**
 * Inputs that a workflow gives and no file does: a job that plans reads the file of a pull request, which could make it
 * apply itself, and approve that, or name a commit of its own as the base that lifts its protections.
 */
export const WORKFLOW_INPUTS: ReadonlySet<string> = new Set([
  'command',
  'base-ref',
  'expect-digest',
  ...CHAIN_INPUTS,
  ...IMAGE_INPUTS,
]);

/** What every environment file says. */
export const FIXED: ReadonlyMap<string, string> = new Map(
  Object.entries({ apiVersion: 'kafka-fleet/v1', kind: 'Environment' }),
);

/** All keys, with their parents, parted by dots. */
export const ENVIRONMENT_KEYS: readonly string[] = [
  'metadata.name',
  ...FIXED.keys(),
  ...INPUT_OF_KEY.keys(),
  ...FACT_OF_KEY.keys(),
];
