import { rmSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import { file, folder, hardLink, link } from '../../../test/builders/archive.ts';
import { layer, layoutOf, LayoutFolder, TYPES } from '../../../test/builders/oci-layout.ts';
import { fakeScanner } from '../../../test/fakes/fake-scanner.ts';
import type { LayoutContents } from '../../core/image-contents.ts';
import { readLayout } from './read-layout.ts';
import { READ_LIMITS } from './reading.ts';

const made: string[] = [];
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true });
});

function read(path: string): Promise<LayoutContents> {
  made.push(path);
  return readLayout(path, { limits: READ_LIMITS, scanner: fakeScanner('hunter2'), keep: ['etc/passwd'] });
}

test('an image with its config, its layers and what lies in them', async () => {
  const built = layer(
    folder('./etc/'),
    file('./etc/passwd', 'nonroot:x:65532:65532::/home/nonroot:/sbin/nologin\n'),
    file('app/index.js', 'password = hunter2', 0o4755),
    link('bin', 'usr/bin'),
    hardLink('app/again.js', 'app/index.js'),
    { ...file('ping'), pax: { 'SCHILY.xattr.security.capability': 'x' } },
  );
  const { images, flaws, roots } = await read(layoutOf({ layers: [built] }));
  expect(flaws).toEqual([]);
  expect(images).toMatchObject([
    {
      digest: roots[0],
      platform: 'linux/amd64',
      config: { user: '65532:65532', entrypoint: ['/nodejs/bin/node', '/app/index.js'], stopSignal: '' },
      flaws: [],
      layers: [{ size: built.bytes.length, flaw: undefined }],
    },
  ]);
  expect(images[0]?.layers[0]?.entries).toMatchObject([
    { name: './etc/', type: 'directory', mode: 0o755 },
    { name: './etc/passwd', text: expect.stringContaining('nonroot') },
    { name: 'app/index.js', mode: 0o4755, hits: [{ pattern: 'hunter2', offset: 11 }], text: null },
    { name: 'bin', type: 'symlink', target: 'usr/bin' },
    { name: 'app/again.js', type: 'hard-link', target: 'app/index.js' },
    { name: 'ping', capabilities: true },
  ]);
});

test('the images of an index, and the attestation beside them', async () => {
  const layout = new LayoutFolder();
  const [amd64, arm64] = [layout.image(), layout.image({ architecture: 'arm64' })];
  const statement = layout.blob(TYPES.statement, {
    predicateType: 'https://slsa.dev/provenance/v0.2',
    predicate: { materials: [{ uri: 'pkg:docker/node@24' }] },
  });
  const unread = `sha256:${'0'.repeat(64)}`;
  const attestation = layout.blob(TYPES.manifest, {
    config: layout.blob(TYPES.config, {}),
    layers: [
      statement,
      {
        ...statement,
        annotations: { 'in-toto.io/predicate-type': 'https://spdx.dev/Document' },
        digest: unread,
      },
    ],
  });
  const annotations = {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': amd64.digest,
  };
  const index = layout.index(amd64, arm64, { ...attestation, annotations });
  const { images, attestations, flaws } = await read(layout.root(index));
  expect(flaws).toEqual([]);
  expect(images.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
  expect(attestations).toEqual([
    {
      digest: attestation.digest,
      subject: amd64.digest,
      predicates: ['https://slsa.dev/provenance/v0.2', 'https://spdx.dev/Document'],
      materials: ['pkg:docker/node@24'],
    },
  ]);
});
