import { expect, test } from '@jest/globals';
import { environmentDocument } from '../../../test/builders/environment-document.ts';
import { FakeRunner } from '../../../test/fakes/fake-runner.ts';
import type { EnvironmentDocument } from '../../../lib/core/environment-document.ts';
import { environments } from './environments.ts';

const dev = environmentDocument('dev', { order: 1, kafka: { cluster: 'events' } });
const prod = environmentDocument('prod', { order: 2 });
const torn = { ...prod, problems: [{ where: 'environments/prod.yaml:3:1', what: 'torn', fix: 'Mend it.' }] };

async function story(documents: readonly EnvironmentDocument[], names = ''): Promise<FakeRunner> {
  const runner = new FakeRunner({ names });
  const readEnvironments = (): Promise<readonly EnvironmentDocument[]> => Promise.resolve(documents);
  await environments(runner, { readEnvironments, suggest: () => undefined });
  return runner;
}

test('a workflow gets the matrix, the names and how many there are', async () => {
  const { outputs, summary } = await story([prod, dev]);
  const { include } = JSON.parse(outputs.get('matrix') ?? '') as { include: { environment: string }[] };
  expect(include.map(({ environment }) => environment)).toEqual(['dev', 'prod']);
  expect(outputs.get('names')).toBe('["dev","prod"]');
  expect(outputs.get('count')).toBe('2');
  expect(summary).toContain('| 1 | `dev` |');
});

test('a mistake in a file that was not asked for ends the run too, and there is no matrix', async () => {
  await expect(story([dev, torn], 'dev')).rejects.toThrow('environments/prod.yaml:3:1: torn. Mend it.');
});

test('no file is a mistake, not an empty chain', async () => {
  await expect(story([])).rejects.toThrow('environments: the folder has no file.');
});
