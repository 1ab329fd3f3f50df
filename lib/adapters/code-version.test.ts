import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { VERSION } from '../core/version.ts';
import { codeVersion } from './code-version.ts';

test('another bundle is another version of the code, and the same one is the same', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'code-'));
  const bundle = path.join(folder, 'index.js');
  const versionOf = async (text: string): Promise<string> => {
    await writeFile(bundle, text);
    return codeVersion(bundle);
  };
  const one = await versionOf('judge(1);');
  expect(one).toMatch(new RegExp(`^${VERSION.replaceAll('.', String.raw`\.`)}\\+[0-9a-f]{16}$`));
  expect(await versionOf('judge(2);')).not.toBe(one);
  expect(await versionOf('judge(1);')).toBe(one);
  await rm(folder, { recursive: true });
});
