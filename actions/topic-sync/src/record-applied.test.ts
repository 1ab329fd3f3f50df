import { describe, expect, test } from '@jest/globals';
import { document, Repository, warnings } from '../../../test/builders/applied-repository.ts';
import { observedConfig, withConfig } from '../../../test/builders/observed-topic.ts';

const DAY_MS = 86_400_000;

describe('an apply records its commit', () => {
  test('and the next plan has it for its base', async () => {
    const repository = new Repository();
    repository.commit('one', '7d');
    repository.commit('two', '14d');
    await repository.act('one');
    expect([...repository.threads.applied]).toEqual([
      ['prod', { commit: 'one', files: ['topics/**/*.y?(a)ml'], ignore: [] }],
    ]);
    const plan = await repository.act('two', { command: 'plan' });
    expect(plan.summary).toContain('since the base 1 intent');
    const drifted = await repository.act('one', { command: 'drift' });
    expect(drifted.summary).not.toContain('since the base');
    await repository.act('two');
    repository.commit('three', '7d');
    expect((await repository.act('three', { command: 'drift' })).summary).toContain(
      'since the base 1 intent',
    );
  });

  test('also when there was nothing to do', async () => {
    const repository = new Repository();
    repository.commit('one', '7d');
    repository.commit('same', '168h');
    await repository.act('one');
    await repository.act('same');
    expect(repository.threads.applied.get('prod')?.commit).toBe('same');
  });
});

test('an apply of the same commit changes nothing, nor what the commit adopted', async () => {
  const repository = await changedByHand();
  for (let times = 0; times < 2; times += 1) {
    const runner = await repository.act('one');
    expect([runner.outputs.get('status'), runner.outputs.get('changes')]).toEqual(['in-sync', '0']);
    expect(repository.threads.applied.get('prod')?.commit).toBe('one');
  }
  repository.commit('two', '7d');
  expect((await repository.act('two')).outputs.get('changes')).toBe('1');
});

describe('older files that are run again', () => {
  const overwrite = { allow: 'overwrite, shrink-retention' };
  async function newer(): Promise<Repository> {
    const repository = new Repository();
    repository.commit('older', '7d');
    repository.commit('newer', '14d, flush.ms: 1s');
    await repository.act('newer');
    return repository;
  }
  const configs = ({ cluster }: Repository): unknown[] =>
    [...cluster.topics.values()].map(({ config }) =>
      ['retention.ms', 'flush.ms'].map((name) => config.get(name)?.override),
    );

  test('change nothing, and do not become the base', async () => {
    const repository = await newer();
    const runner = await repository.act('older', { allow: 'shrink-retention' });
    expect(runner.outputs.get('status')).toBe('stale');
    expect(runner.failures).toEqual([expect.stringContaining('the base newer does not come before')]);
    expect(configs(repository)).toEqual([[String(14 * DAY_MS), '1000']]);
    expect(repository.threads.applied.get('prod')?.commit).toBe('newer');
  });

  test('do not become the base either where they have nothing to do', async () => {
    const repository = new Repository();
    repository.commit('older', '7d');
    repository.commit('newer', '168h');
    await repository.act('newer');
    const runner = await repository.act('older');
    expect(runner.outputs.get('status')).toBe('in-sync');
    expect(warnings(runner)).toContainEqual(
      expect.stringContaining('newer, which was applied, does not come before'),
    );
    expect(repository.threads.applied.get('prod')?.commit).toBe('newer');
  });

  test('set what they say where that is wanted, and unset nothing', async () => {
    const repository = await newer();
    expect((await repository.act('older', overwrite)).outputs.get('status')).toBe('applied');
    expect(configs(repository)).toEqual([[String(7 * DAY_MS), '1000']]);
    expect(repository.threads.applied.get('prod')?.commit).toBe('older');
  });
});

/** A topic of the first commit, with an override that no file names; nothing is recorded of it. */
async function changedByHand(): Promise<Repository> {
  const repository = new Repository();
  repository.commit('one', '7d');
  await repository.act('one', { 'github-token': '' });
  const [posts] = repository.cluster.topics.values();
  if (posts === undefined) throw new Error('posts is not there');
  const byHand = observedConfig('INT', '1048588', '9000000');
  repository.cluster.topics.set(posts.name, withConfig(posts, 'max.message.bytes', byHand));
  return repository;
}

test('a topic that was ignored is adopted when it is ignored no more', async () => {
  const repository = await changedByHand();
  await repository.act('one', { ignore: 'po*' });
  expect(repository.threads.applied.get('prod')?.ignore).toEqual(['po*']);
  expect((await repository.act('one', { command: 'drift' })).outputs.get('changes')).toBe('0');
  await repository.act('one');
  expect((await repository.act('one', { command: 'drift' })).outputs.get('changes')).toBe('1');
});

test('a topic that could not be seen is adopted when it is, and loses no override by that', async () => {
  const repository = await changedByHand();
  repository.cluster.unreadable.set('posts', 'needs DescribeConfigs on Topic:posts');
  const unseen = await repository.act('one', { allow: 'unseen' });
  expect(unseen.outputs.get('status')).toBe('in-sync');
  expect(repository.threads.applied.get('prod')).toMatchObject({ commit: 'one', ignore: ['posts'] });
  repository.cluster.unreadable.clear();
  repository.commit('two', '7d');
  const seen = await repository.act('two');
  expect([seen.outputs.get('status'), seen.outputs.get('changes')]).toEqual(['in-sync', '0']);
  expect(repository.threads.applied.get('prod')).toMatchObject({ commit: 'two', ignore: [] });
});

describe('nothing is recorded', () => {
  const cases: Record<string, Record<string, string>> = {
    'of a plan': { command: 'plan' },
    'of an apply of some topics only': { include: 'po*' },
    'without an environment': { environment: '' },
    'with a base of its own': { 'base-ref': 'zero' },
    'when nothing is to be written on GitHub': { comment: 'never' },
  };
  test.each(Object.entries(cases))('%s', async (_name, inputs) => {
    const repository = new Repository();
    repository.commit('zero', '7d');
    repository.commit('one', '7d');
    expect(warnings(await repository.act('one', inputs))).toEqual([]);
    expect(repository.threads.applied.size).toBe(0);
  });

  test('of an apply that did not make everything', async () => {
    const repository = new Repository();
    repository.commit('one', '7d');
    repository.cluster.beforeStep = () => {
      repository.cluster.answers.set('posts', { kind: 'refused', message: 'no' });
    };
    await repository.act('one');
    expect(repository.threads.applied.size).toBe(0);
  });

  test('of other files than the environment has, and that is said', async () => {
    const repository = new Repository();
    repository.commit('one', '7d');
    const runner = await repository.act('one', { files: 'topics/posts.yaml' });
    expect(warnings(runner)).toEqual([expect.stringContaining('names others than the environment file')]);
    expect(repository.threads.applied.size).toBe(0);
  });

  test('of files that the commit does not have, and that is said', async () => {
    const repository = new Repository();
    repository.commit('one', '7d');
    const runner = await repository.act('one', {}, { 'x.yaml': document('9d') });
    expect(warnings(runner)).toEqual([expect.stringContaining('are not those of this commit')]);
    expect(repository.threads.applied.size).toBe(0);
  });

  test('with a token that may not, and that is said', async () => {
    const repository = new Repository();
    repository.commit('one', '7d');
    repository.threads.refusal = 'it needs deployments: write';
    const told = warnings(await repository.act('one'));
    expect(told).toContainEqual(
      expect.stringContaining('it needs deployments: write. Give base-ref to plans.'),
    );
  });
});
