import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { platformOf } from '../../scripts/lockfile/platform-of.ts';
import { scratchProject } from './scratch-project.ts';

const LOCKFILE = JSON.stringify({
  packages: {
    '': {},
    'node_modules/@swc/core': {
      version: '1.2.3',
      dev: true,
      optionalDependencies: {
        '@swc/core-darwin-arm64': '1.2.3',
        '@swc/core-linux-x64-gnu': '1.2.3',
        some: '1.0.0',
      },
    },
    'node_modules/@swc/core-linux-x64-gnu': { version: '1.2.3', integrity: 'sha512-x' },
  },
});

describe('lockfile', () => {
  const project = scratchProject({ 'package-lock.json': LOCKFILE });

  test('a platform left out is named, and added without touching the rest', async () => {
    const { code, output } = await project.run('scripts/lockfile.ts', '--check');
    expect(output).toContain('has no node_modules/@swc/core-darwin-arm64. Run: npm run lockfile');
    expect(code).toBe(1);
    expect(await project.run('scripts/lockfile.ts')).toMatchObject({ code: 0 });
    expect(await project.run('scripts/lockfile.ts', '--check')).toMatchObject({ code: 0 });
    const written: unknown = JSON.parse(readFileSync(path.join(project.root, 'package-lock.json'), 'utf8'));
    const added = { version: '1.2.3', dev: true, optional: true, os: ['darwin'], cpu: ['arm64'] };
    const { packages } = JSON.parse(LOCKFILE) as { packages: object };
    expect(written).toEqual({ packages: { ...packages, 'node_modules/@swc/core-darwin-arm64': added } });
  }, 120_000);

  test.each([
    ['@swc/core-linux-arm64-gnu', { os: ['linux'], cpu: ['arm64'], libc: ['glibc'] }],
    ['@oxc-parser/binding-linux-arm-musleabihf', { os: ['linux'], cpu: ['arm'] }],
    ['@unrs/resolver-binding-win32-x64-msvc', { os: ['win32'], cpu: ['x64'] }],
    ['some-package', undefined],
  ])('%s is for %j', (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });
});
