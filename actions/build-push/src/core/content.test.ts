import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ContextEntry } from '../../../../lib/core/context-entry.ts';
import { canonicalContent, type Content, explainMiss } from './content.ts';

const file = (path: string, content = 'aa', mode = 0o644): ContextEntry => ({
  path,
  content,
  mode,
  kind: 'file',
});

const CONTENT: Content = {
  version: '1.0.0',
  dockerfile: 'd0',
  target: '',
  platforms: ['linux/amd64'],
  buildArgs: {},
  labels: {},
  attestations: ['provenance'],
  entries: [file('a.ts'), file('b.ts')],
};

test('the order in which anything was read does not count', () => {
  const one = { ...CONTENT, platforms: ['linux/amd64', 'linux/arm64'], buildArgs: { A: '1', B: '2' } };
  const other = {
    ...CONTENT,
    platforms: ['linux/arm64', 'linux/amd64'],
    buildArgs: { B: '2', A: '1' },
    entries: [file('b.ts'), file('a.ts')],
  };
  expect(canonicalContent(other)).toBe(canonicalContent(one));
});

test.each<[string, Partial<Content>]>([
  ['the action', { version: '1.0.1' }],
  ['the Dockerfile', { dockerfile: 'd1' }],
  ['the target', { target: 'debug' }],
  ['a platform', { platforms: ['linux/arm64'] }],
  ['a build argument', { buildArgs: { A: '1' } }],
  ['a label', { labels: { A: '1' } }],
  ['the provenance', { attestations: [] }],
  ['a file', { entries: [file('a.ts', 'bb'), file('b.ts')] }],
  ['a mode', { entries: [file('a.ts', 'aa', 0o755), file('b.ts')] }],
  ['a name', { entries: [file('a.ts'), file('c.ts')] }],
  ['a link for a file', { entries: [{ ...file('a.ts'), kind: 'link' }, file('b.ts')] }],
  ['one file more', { entries: [file('a.ts'), file('b.ts'), file('c.ts')] }],
])('%s counts, and is told', (_, change) => {
  const now = { ...CONTENT, ...change };
  expect(canonicalContent(now)).not.toBe(canonicalContent(CONTENT));
  expect(explainMiss(CONTENT, now)).not.toEqual([]);
});

const name = fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom('a', '"', '\n', ',', '[', '=') });
const entries = fc.uniqueArray(fc.record({ path: name, content: name }), {
  selector: ({ path }) => path,
  maxLength: 4,
});

test('no two contents share a text, whatever their names hold', () => {
  fc.assert(
    fc.property(entries, entries, (left, right) => {
      const [one, other] = [left, right].map((list) => ({
        ...CONTENT,
        entries: list.map(({ path, content }) => file(path, content)),
      }));
      if (one === undefined || other === undefined) throw new Error('two were given');
      expect(canonicalContent(one) === canonicalContent(other)).toBe(explainMiss(one, other).length === 0);
    }),
  );
});

test('a miss names what changed, and only counts the rest', () => {
  const now = {
    ...CONTENT,
    entries: [file('a.ts', 'bb'), ...Array.from({ length: 12 }, (_, n) => file(`n${String(n)}`))],
  };
  const told = explainMiss(CONTENT, now);
  expect(told).toHaveLength(11);
  expect(told[0]).toBe('changed: a.ts');
  expect(told.at(-1)).toBe('and 4 more');
});

test('the value of a build argument is not told', () => {
  expect(explainMiss(CONTENT, { ...CONTENT, buildArgs: { TOKEN: 'hunter2' } })).toEqual([
    'changed: build-arg TOKEN',
  ]);
});
