import { WorldFailure } from '../../../lib/core/world-failure.ts';

/** Undefined where a broker does not answer. */
export async function ifAnswered<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (failure) {
    if (failure instanceof WorldFailure) return undefined;
    throw failure;
  }
}
