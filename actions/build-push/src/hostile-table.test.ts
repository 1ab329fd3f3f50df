import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const DOCUMENT = 'docs/hostile-images.md';

test('every test that the table of hostile scenarios names is there', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  const links = [...text.matchAll(/\[([^\]]+)\]\(([^)]+\.test\.ts)\)/g)];
  expect(links.length).toBeGreaterThan(30);
  const gone = links.filter(([, name = '', file = '']) => {
    const source = readFileSync(path.join(path.dirname(DOCUMENT), file), 'utf8');
    return !source.replaceAll("\\'", "'").includes(name);
  });
  expect(gone.map(([link]) => link)).toEqual([]);
});
