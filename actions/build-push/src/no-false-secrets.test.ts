import { createReadStream, globSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import type { ScanHit } from '../../../lib/core/byte-scanner.ts';
import { secretScanner } from './core/hardening/secrets/secret-scanner.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

async function hitsIn(file: string): Promise<readonly ScanHit[]> {
  const scan = secretScanner([]).scan();
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 ** 2 })) scan.write(chunk as Buffer);
  return scan.end();
}

test('Node itself holds no secrets', async () => {
  expect(await hitsIn(process.execPath)).toEqual([]);
});

test('our own bundles hold no secrets', async () => {
  const bundles = globSync('{actions,services}/*/dist/index.js', { cwd: ROOT });
  expect(bundles.length).toBeGreaterThan(1);
  const found = await Promise.all(bundles.map((file) => hitsIn(path.join(ROOT, file))));
  expect(found.flat()).toEqual([]);
});
