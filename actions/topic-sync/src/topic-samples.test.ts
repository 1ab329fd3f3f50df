import { expect, test } from '@jest/globals';
import { environmentNames } from '../../../lib/adapters/environment-file.ts';
import { readYamlFiles } from '../../../lib/adapters/yaml-file.ts';
import { loadTopics } from './load-topics.ts';

test.each(['dev', 'staging', 'prod'])(
  'the samples for %s have no mistake and nothing doubtful',
  async (environment) => {
    const { topics, warnings } = loadTopics(await readYamlFiles('.', ['topics/**/*.y?(a)ml']), {
      allowEmpty: false,
      environment,
      anyEnvironment: false,
      environments: await environmentNames('.'),
      now: 0,
    });
    expect(topics.map(({ name }) => name)).toEqual(expect.arrayContaining(['comments', 'posts']));
    expect(warnings).toEqual([]);
  },
);
