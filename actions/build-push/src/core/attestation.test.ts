import { expect, test } from '@jest/globals';
import { parseJsonObject } from '../../../../lib/core/json-object.ts';
import { digestOf } from '../../../../test/builders/oci-image.ts';
import { type BuildClaim, disagreement, readStatement, statementOf } from './attestation.ts';

const CLAIM: BuildClaim = {
  digest: digestOf('image'),
  contentHash: 'c0ffee',
  actionVersion: '1.2.3',
  builder: 'https://github.com/org/repo/.github/workflows/deploy.yml@refs/heads/main',
  run: 'https://github.com/org/repo/actions/runs/1/attempts/1',
  facts: digestOf('facts'),
};
const STATEMENT = parseJsonObject(statementOf(CLAIM)) ?? {};

test('what is claimed is read again', () => {
  expect(readStatement(statementOf(CLAIM))).toEqual(CLAIM);
});

test.each<[string, object]>([
  ['another kind of statement', { _type: 'https://in-toto.io/Statement/v0.1' }],
  ['another predicate', { predicateType: 'https://slsa.dev/provenance/v1' }],
  ['no image', { subject: [] }],
  ['two images', { subject: [{ digest: { sha256: '0' } }, { digest: { sha256: '1' } }] }],
  ['an image by another algorithm', { subject: [{ digest: { sha1: 'a'.repeat(40) } }] }],
  ['no facts', { predicate: { contentHash: '', actionVersion: '', builder: '', run: '' } }],
  ['a text that is a number', { predicate: { ...(STATEMENT['predicate'] as object), contentHash: 7 } }],
  ['no predicate', { predicate: null }],
])('a statement with %s is none of ours', (_, change) => {
  expect(readStatement(JSON.stringify({ ...STATEMENT, ...change }))).toBeUndefined();
});

test.each(['', '{', 'null', '[]', '"x"'])('%j is no statement', (text) => {
  expect(readStatement(text)).toBeUndefined();
});

test('a claim counts for its own image and what that was built of', () => {
  const { digest, contentHash } = CLAIM;
  expect(disagreement(CLAIM, { digest, contentHash })).toBeUndefined();
  expect(disagreement(CLAIM, { digest })).toBeUndefined();
  expect(disagreement(CLAIM, { digest: digestOf('other'), contentHash })).toContain('another image');
  expect(disagreement(CLAIM, { digest, contentHash: 'decaf' })).toContain('something else');
  expect(disagreement(CLAIM, { digest, run: CLAIM.run })).toBeUndefined();
  expect(disagreement(CLAIM, { digest, run: 'https://github.com/org/repo/actions/runs/2' })).toContain('run');
});
