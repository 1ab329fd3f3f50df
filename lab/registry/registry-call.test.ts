import { expect, test } from '@jest/globals';
import { callOf } from './registry-call.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

test.each([
  ['GET', '/v2/', 'ping', '', ''],
  ['HEAD', `/v2/team/app/blobs/${DIGEST}`, 'blob-head', 'team/app', DIGEST],
  ['GET', `/v2/app/blobs/${DIGEST}`, 'blob-get', 'app', DIGEST],
  ['POST', '/v2/app/blobs/uploads/', 'upload-start', 'app', ''],
  ['POST', `/v2/app/blobs/uploads/?mount=${DIGEST}&from=other`, 'upload-mount', 'app', DIGEST],
  ['PATCH', '/v2/app/blobs/uploads/1-2?_state=x', 'upload-chunk', 'app', '1-2'],
  ['PUT', `/v2/app/blobs/uploads/1-2?digest=${DIGEST}`, 'upload-end', 'app', '1-2'],
  ['PUT', '/v2/blobs/uploads/manifests/1.2', 'manifest-put', 'blobs/uploads', '1.2'],
  ['GET', '/v2/app/tags/list', 'tags', 'app', 'list'],
  ['GET', `/v2/app/referrers/${DIGEST}`, 'referrers', 'app', DIGEST],
  ['DELETE', `/v2/app/blobs/${DIGEST}`, 'other', 'app', DIGEST],
  ['GET', '/elsewhere', 'other', '', ''],
])('%s %s is %s of %j', (method, path, kind, repository, reference) => {
  expect(callOf(method, new URL(path, 'http://registry'))).toEqual({ kind, repository, reference });
});
