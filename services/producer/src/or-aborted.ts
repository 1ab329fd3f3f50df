/** The work's outcome, or undefined once the signal has come. It leaves no listener behind: signals outlive the work. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const told = Promise.withResolvers<undefined>();
  const tell = (): void => {
    told.resolve(undefined);
  };
  if (signal.aborted) tell();
  signal.addEventListener('abort', tell);
  try {
    return await Promise.race([work, told.promise]);
  } finally {
    signal.removeEventListener('abort', tell);
  }
}
