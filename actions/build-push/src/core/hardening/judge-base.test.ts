import { expect, test } from '@jest/globals';
import { config, image, layout } from '../../../../../test/builders/image-contents.ts';
import { fakeScanner } from '../../../../../test/fakes/fake-scanner.ts';
import { STRICT_POLICY } from './hardening-policy.ts';
import { judgeHardening } from './judge-hardening.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

function judged(materials: readonly string[], bases: readonly string[] = []): string | undefined {
  const subject = image({ config: config({ labels: {} }) });
  const attestation = { digest: 'sha256:attestation', subject: subject.digest, predicates: [], materials };
  const seen = { ...layout(subject), attestations: [attestation] };
  const court = { policy: STRICT_POLICY, now: 0, bases, scanner: fakeScanner('hunter2') };
  const verdicts = judgeHardening(seen, court).images[0]?.verdicts ?? [];
  const found = verdicts.find(({ rule }) => rule === 'no-latest-base');
  return `${found?.verdict ?? ''}: ${found?.because ?? ''}`;
}

test.each([
  [`pkg:docker/node@latest?digest=${DIGEST}&platform=linux%2Famd64`, 'fail: it is made from node:latest'],
  [
    'pkg:docker/gcr.io/distroless/nodejs24@nonroot',
    'pass: it is made from gcr.io/distroless/nodejs24:nonroot',
  ],
  ['pkg:docker/registry%3A5000%2Fnode@24', 'pass: it is made from registry:5000/node:24'],
  [`pkg:docker/node?digest=${DIGEST}`, `pass: it is made from node@${DIGEST}`],
  [`pkg:docker/node?digest=${DIGEST.replace(':', '%3A')}`, `pass: it is made from node@${DIGEST}`],
  ['pkg:docker/node', 'fail: it is made from node'],
  [
    'pkg:docker/docker/dockerfile@1',
    'unknown: neither its labels nor its provenance say what it is made from',
  ],
  ['https://example.org/a.tgz', 'unknown: neither its labels nor its provenance say what it is made from'],
  ['pkg:docker/%', 'fail: it is made from %'],
])('provenance of %s', (uri, expected) => {
  expect(judged([uri])).toBe(expected);
});

test('what the build knows counts too', () => {
  expect(judged([], [`node:24@${DIGEST}`])).toBe(`pass: it is made from node:24@${DIGEST}`);
  expect(judged(['pkg:docker/node@24'], ['alpine:latest'])).toBe('fail: it is made from alpine:latest');
});
