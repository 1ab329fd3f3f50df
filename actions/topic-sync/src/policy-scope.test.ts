import { describe, expect, test } from '@jest/globals';
import { problemsIn } from '../../../test/builders/documents.ts';
import {
  clusterWith,
  COUNTS,
  planOf as plan,
  policy,
  together,
  topic,
  withConfig,
} from '../../../test/builders/policy-documents.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';

describe('what is in force in the cluster', () => {
  const minimum = policy('min-insync-replicas-below-factor: {}, retention: { min: 1d }');
  const inherited = topic('partitions: 6, replicationFactor: 1, config: { retention.ms: 30d }');

  test('an inherited value that a change would bring in force is blocked', async () => {
    const short = new FakeTopicCluster();
    const before = await clusterWith(withConfig('retention.ms: 2d'));
    for (const [name, found] of before.topics) {
      const retention = found.config.get('retention.ms');
      const config = new Map(found.config);
      if (retention) config.set('retention.ms', { ...retention, inherited: '1000' });
      short.topics.set(name, { ...found, config });
    }
    const result = await plan(together(withConfig('retention.ms: null'), minimum), short);
    expect(result.plan.changes[0]?.blocked?.because).toContain('posts: retention.ms is 1000 (1s), less than');
  });

  test('what is broken already is told, and does not block what does not make it worse', async () => {
    const cluster = await clusterWith(withConfig('retention.ms: 2h'));
    const wanted = together(topic(`${COUNTS}, config: { segment.ms: 1h }`), minimum);
    const result = await plan(wanted, cluster);
    expect(result.plan.changes).toMatchObject([{ blocked: null }]);
    expect(result.plan.warnings.map(({ what }) => what)).toContainEqual(
      expect.stringContaining('retention.ms is 7200000'),
    );
  });

  test('one replica and one in sync is no breach', async () => {
    const result = await plan(together(inherited, minimum), new FakeTopicCluster());
    expect(result.plan.changes).toMatchObject([{ blocked: null }]);
  });
});

describe('scope and waivers', () => {
  const rule = 'partitions: { max: 3 }';
  const waiver = (expires: string): string =>
    `, waivers: [{ rule: partitions, match: po*, owner: team-a, reason: grown, expires: ${expires} }]`;

  test('a policy is about the topics and the environments that it names', () => {
    expect(problemsIn(together(topic(COUNTS), policy(rule, ', match: [other]')))).toEqual([]);
    const prod = together(topic(COUNTS), policy(rule, ', environments: [prod]'));
    expect(problemsIn(prod, 'dev')).toEqual([]);
    expect(problemsIn(prod, 'prod')).toHaveLength(1);
    expect(problemsIn(prod)).toHaveLength(1);
  });

  test('a waiver counts where its policy does', () => {
    const elsewhere = policy(rule, `, environments: [dev]${waiver('2026-11-24')}`);
    const files = together(topic(COUNTS), policy(rule, ', environments: [prod]'), elsewhere);
    expect(problemsIn(files, 'prod')).toHaveLength(1);
    expect(problemsIn(files, 'dev')).toEqual([]);
    const others = policy(rule, `, match: [other]${waiver('2026-11-24')}`);
    expect(problemsIn(together(topic(COUNTS), policy(rule), others))).toHaveLength(1);
  });

  test('a waiver lets off a rule of its own policy, and of no other', () => {
    const own = policy('partitions: { max: 4 }', waiver('2026-11-24'));
    expect(problemsIn(together(topic(COUNTS), policy(rule), own))).toEqual([
      expect.stringContaining('more than 3 (policy partitions)'),
    ]);
    expect(
      problemsIn(together(topic(COUNTS), policy(rule), policy('owner: {}', waiver('2026-11-24')))),
    ).toContain(
      'topics/x.yaml:14:41: this policy has no rule partitions to let anybody off. ' +
        'Write the waiver into the TopicPolicy that has the rule.',
    );
  });

  test('a waiver by labels is for the topics that have all of them, and a name where it gives one', () => {
    const labelled = (labels: string): string => topic(COUNTS, `name: posts, labels: ${labels}`);
    const waived = (chosen: string): string =>
      policy(
        rule,
        `, waivers: [{ rule: partitions, ${chosen}, owner: team-a, reason: grown, expires: 2026-11-24 }]`,
      );
    const both = '{ domain: orders, tier: legacy }';
    const cases: [string, string, number][] = [
      [both, 'labels: { tier: legacy }', 0],
      [both, 'labels: { tier: legacy, domain: orders }', 0],
      [both, 'labels: { tier: legacy }, match: po*', 0],
      [both, 'labels: { tier: legacy }, match: orders', 1],
      [both, 'labels: { tier: new }', 1],
      ['{ domain: orders }', 'labels: { tier: legacy, domain: orders }', 1],
      ['{}', 'labels: { tier: legacy }', 1],
    ];
    for (const [labels, chosen, problems] of cases) {
      const found = problemsIn(together(labelled(labels), waived(chosen)));
      const told = found.filter((problem) => problem.includes('(policy partitions)'));
      expect([chosen, found, told.length]).toEqual([chosen, told, problems]);
    }
  });

  test('a waiver by labels lets a change off', async () => {
    const frozen = `frozen: { configs: [retention.ms] }`;
    const waiver =
      ', waivers: [{ rule: frozen, labels: { tier: legacy }, owner: a, reason: b, expires: 2026-11-24 }]';
    const wanted = (labels: string): string =>
      topic(`${COUNTS}, config: { retention.ms: 30d }`, `name: posts, labels: ${labels}`);
    const blocked = async (labels: string): Promise<boolean[]> => {
      const cluster = await clusterWith(topic(COUNTS));
      const { plan: made } = await plan(together(wanted(labels), policy(frozen, waiver)), cluster);
      return made.changes.map((change) => change.blocked !== null);
    };
    expect(await blocked('{ tier: legacy }')).toEqual([false]);
    expect(await blocked('{ tier: other }')).toEqual([true]);
  });

  test('a waiver lets off until the end of its last day', () => {
    expect(problemsIn(together(topic(COUNTS), policy(rule, waiver('2026-11-24'))))).toEqual([]);
    expect(problemsIn(together(topic(COUNTS), policy(rule, waiver('2026-11-23'))))).toEqual([
      expect.stringContaining('(policy partitions, the waiver of team-a has ended)'),
    ]);
  });

  test.each([
    [policy(rule, waiver('2026-02-30')), '"2026-02-30" is not allowed. Give the last day as 2027-01-31'],
    [
      policy(rule, ', waivers: [{ rule: partitions, owner: a, reason: b, expires: 2026-11-24 }]'),
      'the waiver names no topics. Give match, or labels, or both.',
    ],
    [policy("naming: { pattern: '(' }"), '"(" is not allowed. Give a regular expression'],
    [
      policy("owner: { pattern: '^(?!test-)' }"),
      'topics/x.yaml:9:36: "^(?!test-)" is not allowed. Give a regular expression in RE2 syntax: (?=…), (?!…)',
    ],
    [policy('change-window: { closed: [friday] }'), '"friday" is not allowed. Give a window such as'],
    [policy('retention: { min: soon }'), '"soon" is not allowed'],
    [policy('namin: { pattern: x }'), 'unknown key "spec.rules.namin". Did you mean naming?'],
    [policy('owner: { max: 3 }'), 'unknown key "spec.rules.owner.max"'],
  ])('what cannot be read is a mistake: %#', (text, problem) => {
    expect(problemsIn(together(topic(COUNTS), text))).toContainEqual(expect.stringContaining(problem));
  });
});

test.each(['naming', 'owner'])('%s: a pattern that is made to take for ever takes no time', (rule) => {
  const name = `${'a'.repeat(28)}-`;
  const began = performance.now();
  const problems = problemsIn(
    together(topic(COUNTS, `name: ${name}, owner: ${name}`), policy(`${rule}: { pattern: '^(a+)+$' }`)),
  );
  expect(problems).toEqual([expect.stringContaining('is not like ^(a+)+$')]);
  expect(performance.now() - began).toBeLessThan(2_000);
});
