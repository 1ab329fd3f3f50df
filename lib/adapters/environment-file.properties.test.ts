import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { environmentInputs } from '../core/environment.ts';
import { type Fact, FACT_OF_KEY } from '../core/environment-facts.ts';
import { ENVIRONMENT_KEYS, INPUT_OF_KEY, SECRET_INPUTS, WORKFLOW_INPUTS } from '../core/environment-keys.ts';
import { readYaml } from './yaml-document.ts';

const SCHEMA = z.fromJSONSchema(
  JSON.parse(readFileSync('schemas/environment.schema.json', 'utf8')) as Parameters<
    typeof z.fromJSONSchema
  >[0],
);
/** What the files of these names say and no input does. */
const OF_FILES = [
  'build-role',
  'deploy-role',
  'aws-account',
  'cluster',
  'topics-role',
  'topics-plan-role',
  'topics-apply-role',
];

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

function isRightToParser(document: Json): boolean {
  const { documents, problems } = readYaml('environments/x.yaml', stringify(document));
  const [first] = documents;
  return (
    problems.length === 0 &&
    first !== undefined &&
    environmentInputs(first, () => undefined).problems.length === 0
  );
}

const isRightToSchema = (document: Json): boolean => SCHEMA.safeParse(document).success;

/** A document with these leaves. */
function documentOf(leaves: readonly (readonly [string, Json])[]): Json {
  const document: Record<string, Json> = { apiVersion: 'kafka-fleet/v1', kind: 'Environment' };
  for (const [key, value] of leaves) put(document, key.split('.'), value);
  return document;
}

function put(branch: Record<string, Json>, [first = '', ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) {
    branch[first] = value;
    return;
  }
  const found = branch[first];
  const child = typeof found === 'object' && found !== null && !Array.isArray(found) ? found : {};
  branch[first] = child;
  put(child, rest, value);
}

const scalars = fc.oneof(fc.stringMatching(/^[a-z][\w./-]{2,20}$/), fc.integer(), fc.boolean());
const values: fc.Arbitrary<Json> = fc.oneof(scalars, fc.array(scalars, { maxLength: 3 }));
const keys = fc.constantFrom(...ENVIRONMENT_KEYS.filter((key) => key.includes('.')));
/** The facts are of one kind each; an input takes any text. */
function valueOf(fact: Fact | undefined): fc.Arbitrary<Json> {
  switch (fact?.kind) {
    case 'word':
      return fc.constantFrom(...fact.words);
    case 'number':
      return fc.integer({ min: fact.least, max: fact.most });
    case 'text':
      return fc.stringMatching(fact.pattern);
    case 'texts':
      return fc.array(fc.stringMatching(fact.pattern), { maxLength: 3 });
    case 'switch':
      return fc.boolean();
    case undefined:
      return values;
  }
}
const leaves = keys.chain((key) => fc.tuple(fc.constant(key), valueOf(FACT_OF_KEY.get(key)?.fact)));
const right = fc.uniqueArray(leaves, { selector: ([key]) => key, maxLength: 8 });
const wrong: fc.Arbitrary<readonly [string, Json]> = fc.oneof(
  fc.constantFrom<readonly [string, Json]>(
    ['spec.mode', 'prod'],
    ['spec.order', 0],
    ['spec.order', '1'],
    ['spec.kafka.version', 4.1],
    ['spec.deploy.images', 'producer'],
    ['spec.features.rebootCron', 'yes'],
  ),
  fc.tuple(keys, fc.constantFrom<Json>(null, {}, [null], [[]], [{}])),
  fc.tuple(
    keys.map((key) => `${key}x`),
    values,
  ),
  fc.tuple(fc.constantFrom('kind', 'apiVersion', 'spec', 'spec.kafka', 'spec.aws.roles'), values),
);

describe('the schema of an environment and its parser agree', () => {
  test('that a right file is right', () => {
    fc.assert(
      fc.property(right.map(documentOf), (document) => {
        expect([document, isRightToSchema(document), isRightToParser(document)]).toEqual([
          document,
          true,
          true,
        ]);
      }),
    );
  });

  test('that a wrong file is wrong', () => {
    const broken = fc.tuple(right, wrong).map(([leaves, leaf]) => documentOf([...leaves, leaf]));
    fc.assert(
      fc.property(broken, (document) => {
        expect([document, isRightToSchema(document), isRightToParser(document)]).toEqual([
          document,
          false,
          false,
        ]);
      }),
    );
  });

  test('about the files of the repository', () => {
    const files = globSync('environments/*.yaml');
    expect(files).not.toEqual([]);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../schemas/environment.schema.json');
      const document = parse(text) as Json;
      expect([file, isRightToSchema(document), isRightToParser(document)]).toEqual([file, true, true]);
    }
  });
});

describe('every input of the actions', () => {
  const inputs = globSync('actions/*/action.yml').flatMap((file) =>
    Object.keys((parse(readFileSync(file, 'utf8')) as { inputs: object }).inputs),
  );
  const given = [...INPUT_OF_KEY.values()];

  test('but the environment itself is a key of its file, or a secret that is none', () => {
    const others = new Set(['environment', ...SECRET_INPUTS, ...WORKFLOW_INPUTS]);
    const missing = inputs.filter((name) => !others.has(name));
    expect(missing.filter((name) => !given.includes(name))).toEqual([]);
    expect(given.filter((name) => SECRET_INPUTS.has(name) || WORKFLOW_INPUTS.has(name))).toEqual([]);
  });

  test('and no key, and no secret, stands for an input that is gone', () => {
    const known = new Set([...inputs, ...OF_FILES]);
    expect([...given, ...SECRET_INPUTS].filter((name) => !known.has(name))).toEqual([]);
    expect(new Set(given).size).toBe(given.length);
  });
});
