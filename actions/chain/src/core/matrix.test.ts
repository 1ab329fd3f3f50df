import { describe, expect, test } from '@jest/globals';
import type { SourceValue } from '../../../../lib/core/source-value.ts';
import { linksOf } from './matrix.ts';

const PLACE = { file: 'environments/some.yaml', line: 1, column: 1 };

/** As if it stood in a file, all of it at one place. */
function written(value: unknown): SourceValue {
  if (Array.isArray(value)) return { kind: 'list', place: PLACE, items: value.map(written) };
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => ({
      ...{ key, keyPlace: PLACE, value: written(item) },
    }));
    return { kind: 'map', place: PLACE, entries };
  }
  const scalar = value as string | number | boolean;
  return { kind: 'scalar', place: PLACE, text: String(scalar), value: scalar };
}

const environment = (name: string, spec: object): SourceValue =>
  written({ apiVersion: 'kafka-fleet/v1', kind: 'Environment', metadata: { name }, spec });

const PROD = environment('prod', {
  order: 3,
  deploy: { images: ['consumer'] },
  features: { rebootCron: true },
});
const DEV = environment('dev', { order: 1 });
const LAB = environment('lab', {});
const ALL = { only: '', atMost: 3 };

describe('linksOf', () => {
  test('gives those with an order, in it', () => {
    expect(linksOf([PROD, LAB, DEV], ALL)).toEqual({
      ok: true,
      value: [
        { environment: 'dev', order: 1, images: [], rebootCron: false },
        { environment: 'prod', order: 3, images: ['consumer'], rebootCron: true },
      ],
    });
  });

  test('gives one alone', () => {
    expect(linksOf([PROD, DEV], { ...ALL, only: 'prod' })).toMatchObject({
      value: [{ environment: 'prod' }],
    });
  });

  test.each<[string, readonly SourceValue[], typeof ALL, string]>([
    ['none with an order', [LAB], ALL, 'no file has a spec.order'],
    ['one that is not there', [DEV], { ...ALL, only: 'prod' }, 'no environment with an order is called prod'],
    [
      'two with one order',
      [DEV, environment('qa', { order: 1 })],
      ALL,
      'the order 1 of qa is that of another',
    ],
    ['more than there are jobs', [DEV, PROD], { ...ALL, atMost: 1 }, 'there are 2 environments'],
  ])('refuses %s', (_, documents, asked, what) => {
    expect(linksOf(documents, asked)).toMatchObject({
      ok: false,
      problems: [{ what: expect.stringContaining(what) }],
    });
  });
});
