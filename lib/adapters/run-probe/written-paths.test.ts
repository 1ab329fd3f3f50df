import { expect, test } from '@jest/globals';
import { changedPaths, refusedPaths } from './written-paths.ts';

test.each([
  ["Error: EROFS: read-only file system, open '/app/.cache/x y'", ['/app/.cache/x y']],
  ["OSError: [Errno 30] Read-only file system: '/app/__pycache__'", ['/app/__pycache__']],
  ['open /var/run/app.pid: read-only file system', ['/var/run/app.pid']],
  ["touch: cannot touch '/x': Read-only file system", ['/x']],
  ["EROFS: read-only file system, mkdir '/a'\nEROFS: read-only file system, mkdir '/a'", ['/a']],
  ['all is well', []],
])('of %j', (output, paths) => {
  expect(refusedPaths(output)).toEqual(paths);
});

test('a change is told without the folders that lead to it', () => {
  const diff = 'C /data\nA /data/cache\nA /data/cache/log\nD /tmp/gone\nC /etc/hosts\n';
  expect(changedPaths(diff)).toEqual(['/data/cache/log', '/etc/hosts']);
});
