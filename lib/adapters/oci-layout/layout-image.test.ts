import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { builtImage, type Bytes } from '../../../test/builders/oci-image.ts';
import { layoutImage } from './layout-image.ts';

const IMAGE = builtImage('local');
const [CONFIG, LAYER] = IMAGE.blobs as [Bytes, Bytes];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'layout-'));
  await mkdir(path.join(folder, 'blobs', 'sha256'), { recursive: true });
  for (const each of [IMAGE.manifest, ...IMAGE.blobs]) await writeFile(fileOf(each), each.bytes);
  await index([IMAGE.manifest.descriptor]);
});
afterEach(() => rm(folder, { recursive: true }));

const fileOf = ({ descriptor }: Bytes): string => path.join(folder, 'blobs', ...descriptor.digest.split(':'));
const index = (manifests: readonly unknown[]): Promise<void> =>
  writeFile(path.join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));

test('an image comes with its manifest and its blobs', async () => {
  const image = await layoutImage(folder);
  expect(image.root).toEqual(IMAGE.manifest.descriptor);
  expect(Buffer.from(await image.manifest(image.root))).toEqual(IMAGE.manifest.bytes);
  expect(await (await image.open(LAYER.descriptor)).text()).toBe(LAYER.bytes.toString());
});

test('a manifest that was changed after it was built is not sent', async () => {
  await writeFile(fileOf(IMAGE.manifest), Buffer.alloc(IMAGE.manifest.bytes.length, ' '));
  const image = await layoutImage(folder);
  await expect(image.manifest(image.root)).rejects.toMatchObject({ kind: 'digest-mismatch' });
});

test('a blob that is gone, of another size or a link is not sent', async () => {
  const image = await layoutImage(folder);
  await writeFile(fileOf(LAYER), 'longer than it was before');
  await expect(image.open(LAYER.descriptor)).rejects.toMatchObject({ kind: 'digest-mismatch' });
  await rm(fileOf(CONFIG));
  await expect(image.open(CONFIG.descriptor)).rejects.toMatchObject({ kind: 'digest-mismatch' });
  await symlink('/etc/passwd', fileOf(CONFIG));
  await expect(image.open(CONFIG.descriptor)).rejects.toMatchObject({ kind: 'digest-mismatch' });
});

test.each([
  ['no image', []],
  ['two images', [IMAGE.manifest.descriptor, CONFIG.descriptor]],
  ['a path', [{ ...IMAGE.manifest.descriptor, digest: 'sha256:../../x' }]],
])('a layout that names %s is refused', async (_, manifests) => {
  await index(manifests);
  await expect(layoutImage(folder)).rejects.toMatchObject({ name: 'RegistryFailure' });
});

test('a folder that is no layout is refused', async () => {
  await expect(layoutImage(os.tmpdir())).rejects.toMatchObject({ name: 'RegistryFailure' });
});
