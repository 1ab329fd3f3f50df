import { assertNever } from '../../../lib/core/assert-never.ts';
import { generated, type NewRecord } from './core/records.ts';
import type { ProducerInputs } from './inputs.ts';
import type { Outbox } from './outbox.ts';

export interface Intake {
  readonly lines: (end: AbortSignal) => AsyncIterable<string>;
  /** Resolves after so many milliseconds, or when the end comes. */
  readonly pause: (ms: number, end: AbortSignal) => Promise<void>;
}

/** Takes records in until the source or the process ends; what is full is waited for. */
export async function produce(
  outbox: Outbox,
  inputs: ProducerInputs,
  parts: Intake & { readonly end: AbortSignal },
): Promise<void> {
  const { end } = parts;
  switch (inputs.source) {
    case 'http':
      // Its requests come by themselves.
      await parts.pause(2 ** 31 - 1, end);
      return;
    case 'stdin':
      for await (const value of parts.lines(end)) await put(outbox, { value }, end);
      return;
    case 'generate':
      await generate(outbox, inputs.generate, parts);
      return;
    default:
      assertNever(inputs.source);
  }
}

async function generate(
  outbox: Outbox,
  { rate, count, keys }: ProducerInputs['generate'],
  parts: Intake & { readonly end: AbortSignal },
): Promise<void> {
  const most = count === 0 ? Infinity : count;
  for (let sequence = 0; sequence < most && !parts.end.aborted; sequence += 1) {
    await put(outbox, generated(sequence, keys), parts.end);
    await parts.pause(1000 / rate, parts.end);
  }
}

async function put(outbox: Outbox, record: NewRecord, end: AbortSignal): Promise<void> {
  await outbox.room(end);
  void outbox.take([record]);
}
