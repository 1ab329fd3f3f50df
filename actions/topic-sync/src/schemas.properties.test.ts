import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { z } from 'zod';
import { readYaml } from '../../../lib/adapters/yaml-document.ts';
import { broken, type Json, topicDocuments } from '../../../test/arbitraries/topic-documents.ts';
import { readDocuments } from './read-documents.ts';

const schemaOf = (name: string): z.ZodType =>
  z.fromJSONSchema(
    JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')) as Parameters<typeof z.fromJSONSchema>[0],
  );

const fileOf = (kind: string): string =>
  kind.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

function isRightToParser(document: Json): boolean {
  // A plain 0:00 is refused, which no schema can see: readers of YAML differ about it. So texts stand in quotes.
  const text = stringify(document, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' });
  const { documents, problems } = readYaml('topics/x.yaml', text);
  return problems.length === 0 && readDocuments(documents).problems.length === 0;
}

const ANY = schemaOf('topic-sync');

describe.each(Object.entries(topicDocuments))('the schema of %s and the parser agree', (kind, documents) => {
  const schema = schemaOf(fileOf(kind));
  const isRightToSchemas = (document: Json): boolean[] =>
    [schema, ANY].map((each) => each.safeParse(document).success);

  test('that a right document is right', () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect([document, ...isRightToSchemas(document)]).toEqual([document, true, true]);
        expect([document, isRightToParser(document)]).toEqual([document, true]);
      }),
    );
  });

  test('that a broken document is wrong', () => {
    fc.assert(
      fc.property(documents.chain(broken), (document) => {
        expect([document, ...isRightToSchemas(document)]).toEqual([document, false, false]);
        expect([document, isRightToParser(document)]).toEqual([document, false]);
      }),
    );
  });
});
