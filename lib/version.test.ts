import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { VERSION } from './core/version.ts';

test('it is the one of the package', () => {
  expect(JSON.parse(readFileSync('package.json', 'utf8'))).toMatchObject({ version: VERSION });
});
