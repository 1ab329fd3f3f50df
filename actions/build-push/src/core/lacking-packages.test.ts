import { expect, test } from '@jest/globals';
import type { Attestation, LayoutContents } from '../../../../lib/core/image-contents.ts';
import { noPackages, platformsWithoutPackages } from './lacking-packages.ts';

const SPDX = 'https://spdx.dev/Document';
const SLSA = 'https://slsa.dev/provenance/v0.2';

const image = (digest: string, platform: string): LayoutContents['images'][number] => ({
  ...{ digest, platform, annotations: {}, config: null, layers: [], flaws: [] },
});
const about = (subject: string | null, ...predicates: readonly string[]): Attestation => ({
  ...{ digest: 'sha256:0', subject, predicates, materials: [] },
});

const lacking = (...attestations: readonly Attestation[]): string[] =>
  platformsWithoutPackages({
    images: [image('sha256:a', 'linux/amd64'), image('sha256:b', 'linux/arm64')],
    ...{ roots: [], flaws: [], attestations },
  });

test.each<[string, Attestation[], string[]]>([
  ['nothing is said', [], ['linux/amd64', 'linux/arm64']],
  [
    'how it was built is no list',
    [about('sha256:a', SLSA), about('sha256:b', SLSA)],
    ['linux/amd64', 'linux/arm64'],
  ],
  ['one platform has one', [about('sha256:a', SLSA, SPDX)], ['linux/arm64']],
  ['one that is about another image', [about('sha256:a', SPDX), about('sha256:c', SPDX)], ['linux/arm64']],
  ['one that is about nothing', [about('sha256:a', SPDX), about(null, SPDX)], ['linux/arm64']],
  [
    'both have one',
    [about('sha256:a', `${SPDX}/v2.3`), about('sha256:b', 'https://cyclonedx.org/bom/v1.5')],
    [],
  ],
])('%s', (_, attestations, platforms) => {
  expect(lacking(...attestations)).toEqual(platforms);
});

test('the platforms are named', () => {
  expect(noPackages(['linux/arm64']).what).toContain('linux/arm64');
});
