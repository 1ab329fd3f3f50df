import type { TopicSyncInputs } from '../../actions/topic-sync/src/core/inputs.ts';

/** A plan of everything, without consents and expectations. */
export const topicSyncInputs = (changes: Partial<TopicSyncInputs> = {}): TopicSyncInputs => ({
  command: 'plan',
  environment: '',
  files: ['topics/*.yaml'],
  include: ['*'],
  ignore: [],
  allowEmpty: false,
  consents: new Set(),
  validation: 'auto',
  moving: { throttle: 52_428_800, maxMoving: 10, timeoutMs: 7_200_000, stateTopic: '_rolling-reboot' },
  github: { token: '', failOnDrift: false },
  deletion: { baseRef: '', unusedForMs: 604_800_000 },
  exporting: { from: 'cluster', to: 'topics' },
  mskCluster: null,
  expectDigest: '',
  approvedPlan: '',
  previewPlan: '',
  verifyTopic: '',
  clusterId: '',
  kafka: { brokers: ['localhost:9092'], security: { protocol: 'PLAINTEXT' } },
  aws: null,
  ...changes,
});
