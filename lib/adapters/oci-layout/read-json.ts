import { z } from 'zod';
import { Flawed } from './flawed.ts';

/**
 * Reads a document of a layout. Engines are written in Go, whose reader takes `user` for `User` and joins an object
 * that is there twice: a document that they would read differently is refused, or it could be judged as one thing
 * and run as another.
 */
export function readJson<T>(bytes: Buffer, shape: z.ZodType<T>): T {
  const text = bytes.toString('utf8');
  const value = parse(text);
  if (namesWritten(text) !== namesRead(value)) {
    throw new Flawed('altered', 'it gives a key twice, which two readers read differently');
  }
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Flawed(
    'altered',
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'it is not as it should be'}`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (failure) {
    throw new Flawed('altered', 'it is not JSON', { cause: failure });
  }
}

/** Texts that a colon follows; the expression takes each text whole, so that one inside of another does not count. */
function namesWritten(text: string): number {
  let names = 0;
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:)?/g)) names += colon === undefined ? 0 : 1;
  return names;
}

function namesRead(root: unknown): number {
  const open: unknown[] = [root];
  let names = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) names += Object.keys(value).length;
    for (const inner of Object.values(value)) if (inner !== null) open.push(inner);
  }
  return names;
}

/** An object with these keys; others are passed over, unless they are the same in other letters. */
export function struct<T extends z.ZodRawShape>(shape: T): z.ZodType<z.infer<z.ZodObject<T>>> {
  const known = new Map(Object.keys(shape).map((key) => [key.toLowerCase(), key]));
  const oneWayToReadIt = z.unknown().superRefine((value, context) => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      const meant = known.get(key.toLowerCase());
      if (meant === undefined || meant === key) continue;
      context.addIssue({ code: 'custom', message: `${key} is ${meant} to some readers` });
    }
  });
  return oneWayToReadIt.pipe(z.object(shape));
}
