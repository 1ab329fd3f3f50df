/** A part of kafkajs 2.2.4 that it does not declare; the package is pinned. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  class RequestQueue {
    readonly pending: readonly unknown[];
    /** A time in milliseconds, or -1. */
    readonly throttledUntil: number;
    scheduleCheckPendingRequests(): void;
  }
  export = RequestQueue;
}
