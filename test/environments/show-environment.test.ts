import { expect, test } from '@jest/globals';
import { showEnvironment } from '../../scripts/environments/show-environment.ts';
import { environmentDocument } from '../builders/environment-document.ts';

test('each value is shown with its line, and the input that it becomes', () => {
  const spec = { order: 1, topics: { files: ['a.yaml', 'b.yaml'] } };
  expect(showEnvironment(environmentDocument('dev', spec))).toEqual([
    'dev (environments/dev.yaml)',
    '    1  metadata.name      dev',
    '    1  spec.order         1',
    '    1  spec.topics.files  a.yaml, b.yaml  -> files',
  ]);
});
