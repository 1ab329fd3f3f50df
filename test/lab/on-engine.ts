import { describe, test } from '@jest/globals';
import { whyNoEngine } from '../../lab/engine/why-no-engine.ts';

const because = await whyNoEngine();

/** Tests that need a container engine; where none can run, that is told and they are left out. */
export function describeOnEngine(name: string, body: () => void): void {
  if (because === undefined) {
    describe(name, body);
    return;
  }
  test(`${name}: left out, because no container engine can run here`, () => {
    process.stderr.write(`left out: ${name}. No container engine can run here: ${because}.\n`);
  });
}
