import { expect, test } from '@jest/globals';
import { readYaml } from '../../../../../lib/adapters/yaml-document.ts';
import { valueAt } from '../../../../../lib/core/source-value.ts';
import type { Problem } from '../../../../../lib/core/problem.ts';
import { convertPlacement } from './topicctl-placement.ts';

test.each([
  ['{ strategy: cross-rack }', 3, { placement: 'rack-aware' }],
  ['{ strategy: cross-rack }', 1, {}],
  ['{ strategy: any }', 3, {}],
  ['{}', 3, {}],
])('%s of %d replicas is carried over without a word', (placement, factor, converted) => {
  const [spec] = readYaml('x.yaml', `placement: ${placement}\nfactor: ${String(factor)}`).documents;
  if (spec === undefined) throw new Error('it is YAML');
  const findings: Problem[] = [];
  expect(convertPlacement(valueAt(spec, ['placement']), valueAt(spec, ['factor']), findings)).toEqual(
    converted,
  );
  expect(findings).toEqual([]);
});
