import { z } from 'zod';
import { describeProblem, type Parsed, type Problem, parsed, problemAt, refused } from './core/problem.ts';
import {
  entryOf,
  placeAt,
  plainValue,
  type SourcePath,
  type SourceValue,
  valueAt,
} from './core/source-value.ts';
import { suggest } from './adapters/suggest.ts';

/** Checks the shape of a document; every mistake is a problem at its line, unknown keys come with a suggestion. */
export function checkShape<T>(schema: z.ZodType<T>, source: SourceValue): Parsed<T> {
  const result = schema.safeParse(plainValue(source));
  if (result.success) return parsed(result.data);
  const description = descriptionOf(schema);
  const problems = result.error.issues.flatMap((issue) => problemsOf(issue, source, description));
  // A number that is far too large breaks two rules, and is one mistake.
  return refused([...new Map(problems.map((problem) => [describeProblem(problem), problem])).values()]);
}

// A folder of a thousand wrong documents is described once.
const descriptions = new WeakMap<z.ZodType, SchemaNode>();

function descriptionOf(schema: z.ZodType): SchemaNode {
  const description = descriptions.get(schema) ?? (z.toJSONSchema(schema) as SchemaNode);
  descriptions.set(schema, description);
  return description;
}

/** The part of a JSON Schema that messages are made of. */
interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
}

function problemsOf(issue: z.core.$ZodIssue, source: SourceValue, schema: SchemaNode): Problem[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const node = nodeAt(schema, path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(key, path, { source, node }));
  }
  const name = path.join('.') || 'the document';
  const fix = node.description === undefined ? `${issue.message}.` : `Give ${node.description}.`;
  return [problemAt(placeAt(source, path), `${name} ${mistake(valueAt(source, path))}`, fix)];
}

function mistake(found: SourceValue | undefined): string {
  if (found === undefined) return 'is missing';
  if (found.kind !== 'scalar') return `is a ${found.kind}`;
  // As it is written: 9007199254740993 is not 9007199254740992.
  return `is ${typeof found.value === 'number' ? found.text : JSON.stringify(found.value)}`;
}

function unknownKey(
  key: string,
  path: SourcePath,
  { source, node }: { readonly source: SourceValue; readonly node: SchemaNode },
): Problem {
  const known = Object.keys(node.properties ?? {});
  const near = suggest(key, known);
  const place = entryOf(valueAt(source, path) ?? source, key)?.keyPlace ?? placeAt(source, path);
  const fix = near === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean ${near}?`;
  return problemAt(place, `unknown key ${JSON.stringify([...path, key].join('.'))}`, fix);
}

function nodeAt(schema: SchemaNode, path: SourcePath): SchemaNode {
  return path.reduce<SchemaNode>((node, step) => childNode(node, step), schema);
}

function childNode(node: SchemaNode, step: string | number): SchemaNode {
  if (typeof step === 'number') return node.items ?? {};
  const rest = typeof node.additionalProperties === 'object' ? node.additionalProperties : {};
  return node.properties?.[step] ?? rest;
}
