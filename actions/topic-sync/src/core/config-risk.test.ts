import { expect, test } from '@jest/globals';
import { configRisk } from './config-risk.ts';

type Values = Readonly<Record<string, string | null>>;
const effective = (values: Values) => (name: string) => values[name] ?? null;

test.each<[string, Values, Values, string]>([
  ['retention.ms', { 'retention.ms': '604800000' }, { 'retention.ms': '86400000' }, 'data-loss'],
  ['retention.ms', { 'retention.ms': '86400000' }, { 'retention.ms': '604800000' }, 'safe'],
  ['retention.ms', { 'retention.ms': '604800000' }, { 'retention.ms': '-1' }, 'safe'],
  ['retention.ms', { 'retention.ms': '-1' }, { 'retention.ms': '3600000' }, 'data-loss'],
  ['retention.ms', { 'retention.ms': '-1' }, { 'retention.ms': '-1' }, 'safe'],
  ['retention.ms', { 'retention.ms': '604800000' }, { 'retention.ms': null }, 'data-loss'],
  ['retention.ms', { 'retention.ms': null }, { 'retention.ms': '604800000' }, 'data-loss'],
  ['retention.bytes', { 'retention.bytes': '-1' }, { 'retention.bytes': '1073741824' }, 'data-loss'],
  [
    'retention.bytes',
    { 'retention.bytes': '9007199254740993' },
    { 'retention.bytes': '9007199254740992' },
    'data-loss',
  ],
  [
    'local.retention.ms',
    { 'local.retention.ms': '-2', 'retention.ms': '604800000' },
    { 'local.retention.ms': '86400000', 'retention.ms': '604800000' },
    'data-loss',
  ],
  [
    'local.retention.ms',
    { 'local.retention.ms': '86400000', 'retention.ms': '604800000' },
    { 'local.retention.ms': '-2', 'retention.ms': '604800000' },
    'safe',
  ],
  ['cleanup.policy', { 'cleanup.policy': 'compact' }, { 'cleanup.policy': 'compact,delete' }, 'data-loss'],
  ['cleanup.policy', { 'cleanup.policy': 'delete' }, { 'cleanup.policy': 'compact' }, 'data-loss'],
  ['cleanup.policy', { 'cleanup.policy': 'compact,delete' }, { 'cleanup.policy': 'delete' }, 'safe'],
  ['cleanup.policy', { 'cleanup.policy': 'compact,delete' }, { 'cleanup.policy': 'delete, compact' }, 'safe'],
  ['cleanup.policy', { 'cleanup.policy': '' }, { 'cleanup.policy': 'delete' }, 'data-loss'],
  ['cleanup.policy', { 'cleanup.policy': null }, { 'cleanup.policy': 'delete' }, 'data-loss'],
  ['min.insync.replicas', { 'min.insync.replicas': '2' }, { 'min.insync.replicas': '1' }, 'data-loss'],
  ['min.insync.replicas', { 'min.insync.replicas': null }, { 'min.insync.replicas': '2' }, 'data-loss'],
  ['min.insync.replicas', { 'min.insync.replicas': '1' }, { 'min.insync.replicas': '2' }, 'safe'],
  [
    'unclean.leader.election.enable',
    { 'unclean.leader.election.enable': 'false' },
    { 'unclean.leader.election.enable': 'TRUE' },
    'data-loss',
  ],
  [
    'unclean.leader.election.enable',
    { 'unclean.leader.election.enable': 'false' },
    { 'unclean.leader.election.enable': null },
    'data-loss',
  ],
  [
    'unclean.leader.election.enable',
    { 'unclean.leader.election.enable': null },
    { 'unclean.leader.election.enable': 'false' },
    'safe',
  ],
  [
    'unclean.leader.election.enable',
    { 'unclean.leader.election.enable': 'true' },
    { 'unclean.leader.election.enable': 'true' },
    'safe',
  ],
  [
    'remote.storage.enable',
    { 'remote.storage.enable': 'true' },
    { 'remote.storage.enable': 'false' },
    'data-loss',
  ],
  [
    'remote.storage.enable',
    { 'remote.storage.enable': 'false' },
    { 'remote.storage.enable': 'true' },
    'safe',
  ],
  ['segment.ms', { 'segment.ms': '2' }, { 'segment.ms': '1' }, 'safe'],
])('%s from %j to %j is %s', (name, before, after, risk) => {
  expect(configRisk(name, effective(before), effective(after)).risk).toBe(risk);
});
