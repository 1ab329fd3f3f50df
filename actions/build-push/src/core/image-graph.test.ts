import { expect, test } from '@jest/globals';
import type { Descriptor } from '../../../../lib/core/oci-descriptor.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../../lib/core/oci-manifest.ts';
import { builtImage, builtIndex, type Bytes, bytesOf } from '../../../../test/builders/oci-image.ts';
import { type GraphOutcome, imageGraph } from './image-graph.ts';

/** Answers from these, and counts what it is asked for. */
function follow(root: Descriptor, all: readonly Bytes[]): { outcome: GraphOutcome; asked: number } {
  const walk = imageGraph(root);
  let step = walk.next();
  let asked = 0;
  for (; step.done !== true; asked += 1) {
    const wanted = step.value;
    const bytes = all.find(({ descriptor }) => descriptor.digest === wanted.digest)?.bytes;
    step = walk.next(bytes ?? Buffer.alloc(0));
  }
  return { outcome: step.value, asked };
}

const indexOf = (manifests: readonly Descriptor[]): Bytes =>
  bytesOf(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }), OCI_INDEX);

test('children come before the index, and what two platforms share comes once', () => {
  const shared = bytesOf('shared', 'application/vnd.oci.image.layer.v1.tar');
  const images = [builtImage('a', { layers: [shared] }), builtImage('b', { layers: [shared] })];
  const index = builtIndex(images);
  const { outcome, asked } = follow(index.descriptor, [index, ...images.map(({ manifest }) => manifest)]);
  const digests = [...images.map(({ manifest }) => manifest), index].map(
    ({ descriptor }) => descriptor.digest,
  );
  expect(outcome).toMatchObject({
    kind: 'graph',
    graph: { manifests: digests.map((digest) => ({ descriptor: { digest } })) },
  });
  expect(outcome.kind === 'graph' && outcome.graph.blobs).toHaveLength(3);
  expect(asked).toBe(3);
});

test('an index that names one manifest many times is read once', () => {
  const { manifest } = builtImage('a');
  const index = indexOf(Array.from({ length: 900 }, () => manifest.descriptor));
  expect(follow(index.descriptor, [index, manifest])).toMatchObject({ outcome: { kind: 'graph' }, asked: 2 });
});

const IMAGE = builtImage('a').manifest;
const LAYERLESS = JSON.stringify({ schemaVersion: 2, mediaType: OCI_MANIFEST });

test.each<[string, Bytes]>([
  ['no JSON', bytesOf('{', OCI_MANIFEST)],
  ['no object', bytesOf('[]', OCI_MANIFEST)],
  ['no layers', bytesOf(LAYERLESS, OCI_MANIFEST)],
  [
    'both an image and an index',
    bytesOf(
      JSON.stringify({ ...(JSON.parse(IMAGE.bytes.toString()) as object), manifests: [] }),
      OCI_MANIFEST,
    ),
  ],
  [
    'an image that is named as an index',
    { ...IMAGE, descriptor: { ...IMAGE.descriptor, mediaType: OCI_INDEX } },
  ],
  ['schema 1', bytesOf(JSON.stringify({ schemaVersion: 1, fsLayers: [] }), OCI_MANIFEST)],
  ['of an unknown type', { ...IMAGE, descriptor: { ...IMAGE.descriptor, mediaType: 'text/plain' } }],
  ['with a size below nothing', indexOf([{ ...IMAGE.descriptor, size: -1 }])],
  [
    'with a digest that leads out of a folder',
    indexOf([{ ...IMAGE.descriptor, digest: '../../etc/passwd' as never }]),
  ],
  ['with more pointers than can be meant', indexOf(Array.from({ length: 1_001 }, () => IMAGE.descriptor))],
])('what is %s is refused', (_, root) => {
  expect(follow(root.descriptor, [root, IMAGE]).outcome.kind).toBe('refused');
});

test('indexes in indexes end somewhere', () => {
  const all: Bytes[] = [IMAGE];
  for (let depth = 0; depth < 6; depth += 1) all.unshift(indexOf([(all[0] ?? IMAGE).descriptor]));
  const { outcome, asked } = follow((all[0] ?? IMAGE).descriptor, all);
  expect(outcome).toMatchObject({ kind: 'refused', because: expect.stringContaining('deep') as unknown });
  expect(asked).toBeLessThanOrEqual(4);
});

test('thousands of manifests are not read', () => {
  const images = Array.from({ length: 300 }, (_, at) => builtImage(String(at)).manifest);
  const index = indexOf(images.map(({ descriptor }) => descriptor));
  const { outcome, asked } = follow(index.descriptor, [index, ...images]);
  expect(outcome.kind).toBe('refused');
  expect(asked).toBeLessThanOrEqual(201);
});
