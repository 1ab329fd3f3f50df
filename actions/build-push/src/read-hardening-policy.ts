import type { Parsed } from '../../../lib/core/problem.ts';
import type { HardeningPolicy } from './core/hardening/hardening-policy.ts';
import { readHardening } from './core/hardening/read-hardening.ts';
import { hardeningPolicyDocument } from './documents/hardening-policy-document.ts';
import { readOneDocument } from './read-one-document.ts';

/** Reads a hardening policy; every mistake in it is told at its line. `now` in milliseconds since the epoch. */
export function readHardeningPolicy(
  file: { readonly file: string; readonly text: string },
  now: number,
): Parsed<HardeningPolicy> {
  return readOneDocument(file, hardeningPolicyDocument, (document, problems) =>
    readHardening(document, now, problems),
  );
}
