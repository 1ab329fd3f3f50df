import { expect, test } from '@jest/globals';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import type { ImageFile } from './image-file.ts';
import { layerOf, sha256 } from './layer.ts';

const FILES: readonly ImageFile[] = [
  { kind: 'file', path: 'etc/deep/passwd', mode: 0o644, bytes: Buffer.from('root') },
  { kind: 'folder', path: 'tmp', mode: 0o1777 },
  { kind: 'link', path: 'lib64', to: 'usr/lib64' },
];

test('the same files give the same layer in any order', async () => {
  const [one, other] = await Promise.all([layerOf(FILES), layerOf(FILES.toReversed())]);
  expect(other).toEqual(one);
  expect(one.diffId).toBe(sha256(gunzipSync(one.bytes)));
});

test('a folder that no file names is root’s and readable', async () => {
  const folders: object[] = [];
  const tar = Readable.from([gunzipSync((await layerOf(FILES)).bytes)]).pipe(extract());
  for await (const entry of tar) {
    const { name, mode, uid, type } = entry.header;
    if (type === 'directory') folders.push({ name, mode, uid });
    entry.resume();
  }
  expect(folders).toEqual([
    { name: 'etc/', mode: 0o755, uid: 0 },
    { name: 'etc/deep/', mode: 0o755, uid: 0 },
    { name: 'tmp/', mode: 0o1777, uid: 0 },
  ]);
});
