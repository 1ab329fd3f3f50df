import { describe, expect, test } from '@jest/globals';
import { aNode, someFacts } from '../../../../test/builders/fleet.ts';
import { brokerId } from './node.ts';
import {
  ACCEPTABLE_KINDS,
  FINDING_KINDS,
  type FindingKind,
  type InstanceFacts,
  preflight,
  type PreflightContext,
} from './preflight.ts';

const context = (change: Partial<PreflightContext> = {}): PreflightContext => ({
  nodes: [aNode(1), aNode(2)],
  advertised: new Map([
    [brokerId(1), '203.0.113.9'],
    [brokerId(2), 'kafka-2.internal'],
  ]),
  accept: [],
  by: 'stop-start',
  ...change,
});

const HAZARDS: Record<FindingKind, Partial<InstanceFacts>> = {
  'stop-protection': { stopProtection: true },
  'instance-store': { instanceStore: 'its type i4i.large has local disks' },
  'one-time-spot': { oneTimeSpot: true },
  'auto-scaling': { autoScalingGroup: 'kafka' },
  'public-ip': { changingAddresses: ['203.0.113.9'] },
  'refused-call': { refusals: ['StopInstances: UnauthorizedOperation: no'] },
  unread: { unread: ['DescribeInstanceAttribute: UnauthorizedOperation: no'] },
};

describe('the findings of one instance', () => {
  test('of a harmless one there are none', () => {
    expect(preflight([someFacts(1), someFacts(2)], context())).toEqual([]);
  });

  test.each(FINDING_KINDS)('%s is found and named', (kind) => {
    const findings = preflight([someFacts(1, HAZARDS[kind])], context());
    expect(findings).toEqual([
      {
        kind,
        where: 'broker-1 (instance i-1)',
        what: expect.any(String),
        fix: expect.stringMatching(/\.( Or name [\w-]+ in the input accept\.)?$/),
      },
    ]);
  });

  test.each(ACCEPTABLE_KINDS.filter((kind) => kind !== 'auto-scaling'))(
    '%s can be accepted, and nothing else by that',
    (kind) => {
      const all = Object.assign({}, ...Object.values(HAZARDS)) as Partial<InstanceFacts>;
      const findings = preflight([someFacts(1, all)], context({ accept: [kind] }));
      expect(findings.map((finding) => finding.kind).sort()).toEqual(
        FINDING_KINDS.filter((each) => each !== kind).sort(),
      );
    },
  );

  test.each(['instance-store', 'auto-scaling'] as const)('%s can never be accepted', (kind) => {
    const findings = preflight([someFacts(1, HAZARDS[kind])], context({ accept: [...FINDING_KINDS] }));
    expect(findings.map((finding) => finding.kind)).toEqual([kind]);
    expect(findings[0]?.fix).not.toContain('accept');
  });
});

describe('a reboot in place', () => {
  const all = Object.assign({}, ...Object.values(HAZARDS)) as Partial<InstanceFacts>;
  const kinds = (accept: readonly FindingKind[]): FindingKind[] =>
    preflight([someFacts(1, all)], context({ accept, by: 'reboot' })).map(({ kind }) => kind);

  test('keeps disks, addresses and spot requests, and no stop protection forbids it', () => {
    expect(kinds([])).toEqual(['auto-scaling', 'refused-call']);
  });

  test('of a member of an Auto Scaling group can be accepted by name', () => {
    expect(kinds(['auto-scaling'])).toEqual(['refused-call']);
  });
});

describe('public addresses', () => {
  const facts = [someFacts(1, { changingAddresses: ['198.51.100.7', 'ec2-198-51-100-7.example.com'] })];
  const advertising = (host: string) =>
    preflight(facts, context({ advertised: new Map([[brokerId(1), host]]) })).map(({ kind }) => kind);

  test.each(['198.51.100.7', 'EC2-198-51-100-7.example.com'])(
    '%s is advertised: a stop takes it away',
    (host) => {
      expect(advertising(host)).toEqual(['public-ip']);
    },
  );

  test('another name is advertised: the address may change', () => {
    expect(advertising('kafka-1.internal')).toEqual([]);
  });

  test('what nobody can say counts as advertised', () => {
    const [finding] = preflight(facts, context({ advertised: new Map() }));
    expect(finding).toMatchObject({ kind: 'public-ip', what: expect.stringContaining('not known') });
  });

  test('controllers advertise nothing to clients', () => {
    const nodes = [aNode(1, { broker: false, controller: true })];
    expect(preflight(facts, context({ nodes, advertised: new Map() }))).toEqual([]);
  });
});

test('an instance that is no node is named by its id', () => {
  const [finding] = preflight([someFacts(9, { stopProtection: true })], context());
  expect(finding?.where).toBe('instance i-9');
});
