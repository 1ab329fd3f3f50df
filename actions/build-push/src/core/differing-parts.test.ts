import { expect, test } from '@jest/globals';
import { entry, image, layer, layout } from '../../../../test/builders/image-contents.ts';
import {
  type BuiltImage,
  builtImage,
  builtIndex,
  bytesOf,
  localImage,
} from '../../../../test/builders/oci-image.ts';
import type { ImageContents } from '../../../../lib/core/image-contents.ts';
import { differingParts } from './differing-parts.ts';
import { imageGraph, type ImageGraph } from './image-graph.ts';

const LAYERS = ['base', 'packages', 'app'].map((text) =>
  bytesOf(text, 'application/vnd.oci.image.layer.v1.tar'),
);
const THEIRS = builtImage('theirs', { layers: LAYERS });

/** Ours, with the layers of theirs but for those that are given. */
const ours = (own: Readonly<Record<number, readonly string[]>>, over: Partial<ImageContents> = {}) =>
  layout(
    image({
      layers: LAYERS.map(({ descriptor: { digest } }, index) => ({
        ...layer(...(own[index] ?? []).map((name) => entry(name))),
        digest: index in own ? `sha256:own-${String(index)}` : digest,
      })),
      ...over,
    }),
  );

async function graphOf(image: ReturnType<typeof localImage>): Promise<ImageGraph> {
  const walk = imageGraph(image.root);
  let step = walk.next();
  while (step.done !== true) step = walk.next(await image.manifest(step.value));
  if (step.value.kind === 'graph') return step.value.graph;
  throw new Error(step.value.because);
}

const differences = async (contents: ReturnType<typeof ours>, theirs: readonly BuiltImage[] = [THEIRS]) => {
  return differingParts(contents, await graphOf(localImage(builtIndex(theirs), theirs)));
};

test('layers are told by their place and a file in them, and not those that are the same', async () => {
  expect(await differences(ours({ 1: [], 2: ['app/main.js', 'app/x.js', 'app/y.js'] }))).toEqual([
    'linux/amd64 layer 2 of 3',
    'linux/amd64 layer 3 of 3 (app/main.js and 2 more files)',
  ]);
  expect(await differences(ours({ 2: ['app/main.js'] }))).toEqual(['linux/amd64 layer 3 of 3 (app/main.js)']);
});

test('layers that only theirs has are counted', async () => {
  const more = builtImage('theirs', { layers: [...LAYERS, ...LAYERS.slice(0, 1)] });
  expect(await differences(ours({}), [more])).toEqual(['linux/amd64 3 layers and not 4']);
});

test('with the same layers it is the configuration', async () => {
  expect(await differences(ours({}))).toEqual([
    'linux/amd64 its configuration: labels, environment or times',
  ]);
});

test('with the same image it is what is attested of it', async () => {
  const same = ours({}, { digest: THEIRS.manifest.descriptor.digest });
  expect(await differences(same)).toEqual([expect.stringContaining('what is attested of the image')]);
});

test('each platform is held against the same platform', async () => {
  const contents = ours({ 0: [] }, { platform: 'linux/arm64' });
  expect(await differences(contents, [builtImage('other'), THEIRS])).toEqual(['linux/arm64 layer 1 of 3']);
  expect(await differences(contents)).toEqual(['linux/arm64, which the other image has not']);
});

test('an image without an index is held against ours', async () => {
  const graph = await graphOf(localImage(THEIRS.manifest, [THEIRS]));
  expect(differingParts(ours({ 0: [] }), graph)).toEqual(['linux/amd64 layer 1 of 3']);
});
