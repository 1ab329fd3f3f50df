import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

/** What docs/migrating.md shows of the converters is what the files beside this test hold. */
const PAGE = readFileSync('docs/migrating.md', 'utf8');
const golden = (...names: readonly string[]): string =>
  readFileSync(path.join('test/golden/topic-converters', ...names), 'utf8');

const warnings = [...PAGE.matchAll(/^warning: (\w+)\/(.+)$/gm)].map(([, tool = '', text = '']) => ({ tool, text }));
const documents = [...PAGE.matchAll(/^```yaml\n(apiVersion: .+?)^```$/gms)].map(([, text = '']) => text);

test('the page shows warnings of two tools, and a document before and after', () => {
  expect(new Set(warnings.map(({ tool }) => tool))).toEqual(new Set(['strimzi', 'topicctl']));
  expect(documents.map((text) => /kind: (\w+)/.exec(text)?.[1])).toEqual(['KafkaTopic', 'Topic']);
});

test.each(warnings)('$tool: $text', ({ tool, text }) => {
  expect(golden(tool, 'expected', 'findings.txt').split('\n')).toContain(text);
});

test('the document before, and the one that comes of it', () => {
  const [before = '', after = ''] = documents;
  expect(golden('strimzi', 'topics.yaml')).toContain(before);
  expect(golden('strimzi', 'expected', 'topics.yaml')).toContain(after);
});
