import { afterAll, beforeAll } from '@jest/globals';
import { RebootBench } from '../reboot-bench.ts';

let bench: RebootBench | undefined;

beforeAll(async () => {
  bench = await RebootBench.open({ secured: true }, 3);
}, 600_000);

afterAll(() => bench?.close());

/** The lab with TLS, SASL and ACLs that all suites of this folder share. */
export function securedBench(): RebootBench {
  if (bench === undefined) throw new Error('it is there when the tests run, not before');
  return bench;
}
