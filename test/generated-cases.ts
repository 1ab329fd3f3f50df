import process from 'node:process';

/* How many cases each property is tried on: GENERATED_CASES=10000 by hand, fast-check's hundred otherwise. */
const cases = Number(process.env['GENERATED_CASES'] ?? 0);

if (cases > 0) {
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ numRuns: cases });
}
