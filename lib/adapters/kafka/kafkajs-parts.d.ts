// Parts of kafkajs 2.2.4 that it does not declare; the package is pinned.

declare module 'kafkajs/src/network/requestQueue/index.js' {
  class RequestQueue {
    readonly pending: readonly unknown[];
    /** A time in milliseconds, or -1. */
    readonly throttledUntil: number;
    scheduleCheckPendingRequests(): void;
  }
  export = RequestQueue;
}

declare module 'kafkajs/src/consumer/runner.js' {
  class Runner {
    readonly running: boolean;
    readonly fetchManager: { stop(): Promise<void> };
    constructor(parts: object);
    start(): Promise<void>;
    stop(): Promise<void>;
    fetch(nodeId: number): Promise<readonly unknown[]>;
  }
  export = Runner;
}
