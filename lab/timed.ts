/** A promise's value and how long it took from now, in milliseconds. */
export async function timed<T>(promise: Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const started = performance.now();
  const value = await promise;
  return { value, ms: Math.round(performance.now() - started) };
}
