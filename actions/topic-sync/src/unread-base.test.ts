import { describe, expect, test } from '@jest/globals';
import { Repository, warnings } from '../../../test/builders/applied-repository.ts';

describe('while the base cannot be read', () => {
  async function unread(): Promise<Repository> {
    const repository = new Repository();
    repository.commit('one', '7d');
    repository.commit('two', '14d');
    await repository.act('one');
    repository.threads.unreadable = 'GitHub says 502: Bad Gateway';
    return repository;
  }
  const told = 'GitHub says 502: Bad Gateway';

  test('a plan warns, and an apply changes nothing that may be a repair of somebody', async () => {
    const repository = await unread();
    const plan = await repository.act('two', { command: 'plan' });
    expect(plan.failures).toEqual([]);
    expect(warnings(plan)).toEqual([expect.stringContaining(told)]);
    const apply = await repository.act('two');
    expect(apply.outputs.get('status')).toBe('refused');
    expect(apply.summary).toContain('whether somebody in the cluster changed it is not known');
    expect(repository.threads.applied.get('prod')?.commit).toBe('one');
  });

  test('an apply goes on where the files shall win', async () => {
    const repository = await unread();
    const apply = await repository.act('two', { allow: 'overwrite' });
    expect(apply.outputs.get('status')).toBe('applied');
    expect(warnings(apply)).toEqual([expect.stringContaining(told)]);
  });

  test('a new topic is made', async () => {
    const repository = await unread();
    repository.cluster.topics.clear();
    expect((await repository.act('two')).outputs.get('status')).toBe('applied');
  });
});
