import { PassThrough, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { Flawed } from './flawed.ts';

/** Big steps: each one costs a turn of the event loop. */
const CHUNK = { chunkSize: 512 * 1024 };

const CODECS: Readonly<Record<string, () => Transform>> = {
  'application/vnd.oci.image.layer.v1.tar': () => new PassThrough(),
  'application/vnd.oci.image.layer.v1.tar+gzip': () => createGunzip(CHUNK),
  'application/vnd.oci.image.layer.v1.tar+zstd': () => createZstdDecompress(CHUNK),
  'application/vnd.docker.image.rootfs.diff.tar': () => new PassThrough(),
  'application/vnd.docker.image.rootfs.diff.tar.gzip': () => createGunzip(CHUNK),
  'application/vnd.docker.image.rootfs.diff.tar.zstd': () => createZstdDecompress(CHUNK),
};

/** Takes the stored bytes of a layer and gives its archive. */
export function layerCodec(mediaType: string): Transform {
  const codec = CODECS[mediaType];
  if (codec !== undefined) return codec();
  const foreign = /nondistributable|foreign/.test(mediaType);
  const what = foreign ? 'it is kept elsewhere and is not in the layout' : 'no reader is known for it';
  throw new Flawed('unreadable', `a layer of type ${mediaType.slice(0, 120)}: ${what}`);
}
