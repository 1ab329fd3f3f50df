import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { INPUT_NAMES } from './core/inputs.ts';

test('action.yml has exactly the inputs that are read', () => {
  const file = parse(readFileSync('actions/build-push/action.yml', 'utf8')) as { inputs: object };
  // The account is said by an environment file alone, and two inputs are documents of their own.
  const documents = ['registries', 'source'];
  expect([...Object.keys(file.inputs), 'aws-account'].sort()).toEqual([...INPUT_NAMES, ...documents].sort());
});
