export interface Beats extends AsyncDisposable {
  /** The group did not take the last heartbeat: it rebalances, or this member is out. */
  readonly failed: boolean;
  /** Throws what kafkajs threw, which makes it join again. */
  rethrow(): void;
}

/** Sends heartbeats beside work that takes longer than a session may; kafkajs sends none while a batch is handled. */
export function beating(heartbeat: () => Promise<void>, everyMs: number): Beats {
  let failure: Error | undefined;
  let last = Promise.resolve();
  const timer = setInterval(() => {
    last = heartbeat().catch((reason: unknown) => {
      failure = reason as Error;
    });
  }, everyMs);
  return {
    get failed() {
      return failure !== undefined;
    },
    rethrow: () => {
      if (failure) throw failure;
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await last;
    },
  };
}
