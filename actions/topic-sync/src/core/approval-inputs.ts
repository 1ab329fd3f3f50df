import type { Problem } from '../../../../lib/core/problem.ts';
import { type InputReader, type RawInputs, text } from '../../../../lib/core/read-inputs.ts';

const digest: InputReader<string> = {
  allowed: 'the plan-digest of the reviewed plan (sha256: and 64 hexadecimal digits)',
  absent: { value: '' },
  read: (given) => (/^sha256:[\da-f]{64}$/.test(given) ? given : undefined),
};

/** The inputs that say what was approved. */
export const APPROVAL_READERS = {
  'expect-digest': digest,
  'approved-plan': text(''),
  'preview-plan': text(''),
};

/** A file alone says nothing: somebody else may have written it. */
export const unboundPlan = (raw: RawInputs): Problem[] =>
  (raw['approved-plan'] ?? '').trim() === '' || (raw['expect-digest'] ?? '').trim() !== '' ? [] : [UNBOUND];

const UNBOUND: Problem = {
  where: 'input approved-plan',
  what: 'it needs expect-digest, and that was not given',
  fix: 'Give the plan-digest of the same plan, as an output of the job that planned.',
};
