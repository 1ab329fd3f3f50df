import { expect, test } from '@jest/globals';
import type { Problem } from '../../../../../lib/core/problem.ts';
import { written } from '../../../../../test/builders/written.ts';
import { convertPlacement } from './topicctl-placement.ts';

test.each([
  [{ strategy: 'cross-rack' }, 3, { placement: 'rack-aware' }],
  [{ strategy: 'cross-rack' }, 1, {}],
  [{ strategy: 'any' }, 3, {}],
  [{}, 3, {}],
])('%j of %d replicas is carried over without a word', (placement, factor, converted) => {
  const findings: Problem[] = [];
  expect(convertPlacement(written(placement), written(factor), findings)).toEqual(converted);
  expect(findings).toEqual([]);
});
