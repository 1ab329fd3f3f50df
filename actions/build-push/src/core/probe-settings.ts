import type { GateInputs } from './gate-inputs.ts';

/** What an image is started with when it is tried, as one text: equal texts are the same trial. */
export function canonicalProbe({ probeEnv, probeWritable, stopTimeout }: GateInputs): string {
  const env = Object.entries(probeEnv).sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify({ env, writable: [...probeWritable].sort(), stopTimeout });
}
