import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { WorldFailure } from '../core/world-failure.ts';
import { readTextFile } from './text-file.ts';

test('gives the text of a file of the folder, and says which one cannot be read', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'text-file-'));
  try {
    writeFileSync(path.join(folder, 'plan.json'), '{"ü": 1}');
    expect(await readTextFile(folder, 'plan.json')).toBe('{"ü": 1}');
    expect(await readTextFile('/elsewhere', path.join(folder, 'plan.json'))).toBe('{"ü": 1}');
    const gone = readTextFile(folder, 'gone.json');
    await expect(gone).rejects.toThrow(WorldFailure);
    await expect(gone).rejects.toThrow('gone.json cannot be read.');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
