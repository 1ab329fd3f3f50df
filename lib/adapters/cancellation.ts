/** While it is held, a cancelled job is asked to end instead of being ended at once. */
export interface Cancellation extends Disposable {
  readonly isCancelled: () => boolean;
}

/** GitHub cancels a job by SIGINT, 7.5 s later SIGTERM and 2.5 s after that a kill; Kubernetes by SIGTERM. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

interface SignalSource {
  on(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
  off(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
}

export function watchCancellation(source: SignalSource = process): Cancellation {
  let cancelled = false;
  const note = (): void => {
    cancelled = true;
  };
  for (const signal of SIGNALS) source.on(signal, note);
  return {
    isCancelled: () => cancelled,
    [Symbol.dispose]: () => {
      for (const signal of SIGNALS) source.off(signal, note);
    },
  };
}
