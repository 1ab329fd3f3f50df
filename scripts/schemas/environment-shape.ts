import { z } from 'zod';
import { type Fact, FACT_OF_KEY } from '../../lib/core/environment-facts.ts';
import { ENVIRONMENT_KEYS, FIXED, INPUT_OF_KEY } from '../../lib/core/environment-keys.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const value = z.union([scalar, z.array(scalar)]);

type Tree = Map<string, Tree | string>;

/** The shape of an environment file; `describe` says what an input is. */
export function environmentShape(describe: (input: string) => string | undefined): z.ZodType {
  const root: Tree = new Map();
  for (const key of ENVIRONMENT_KEYS) plant(root, key.split('.'), key);
  return shapeOf(root, describe).describe('an Environment document');
}

function plant(tree: Tree, [first = '', ...rest]: readonly string[], key: string): void {
  if (rest.length === 0) {
    tree.set(first, key);
    return;
  }
  const found = tree.get(first);
  const branch: Tree = found instanceof Map ? found : new Map<string, Tree | string>();
  tree.set(first, branch);
  plant(branch, rest, key);
}

function shapeOf(tree: Tree, describe: (input: string) => string | undefined): z.ZodObject {
  const entries = [...tree].map(([name, child]) => [
    name,
    typeof child === 'string' ? leaf(child, describe) : shapeOf(child, describe).optional(),
  ]);
  return z.strictObject(Object.fromEntries(entries) as z.ZodRawShape);
}

function leaf(key: string, describe: (input: string) => string | undefined): z.ZodType {
  const fixed = FIXED.get(key);
  if (fixed !== undefined) return z.literal(fixed);
  const fact = FACT_OF_KEY.get(key);
  if (fact !== undefined) return factShape(fact.fact).optional().describe(fact.about);
  const input = INPUT_OF_KEY.get(key);
  const description = input === undefined ? undefined : describe(input);
  return description === undefined ? value.optional() : value.optional().describe(description);
}

function factShape(fact: Fact): z.ZodType {
  switch (fact.kind) {
    case 'word':
      return z.enum(fact.words);
    case 'number':
      return z.int().min(fact.least).max(fact.most);
    case 'text':
      return z.string().regex(fact.pattern);
    case 'texts':
      return z.array(z.string().regex(fact.pattern));
    case 'switch':
      return z.boolean();
  }
}
