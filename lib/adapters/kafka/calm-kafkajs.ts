import Runner from 'kafkajs/src/consumer/runner.js';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

let calmed = false;

/** Keeps the clients of kafkajs 2.2.4 from turning without end. For those who use them whole; once is enough. */
export function calmKafkajs(): void {
  if (calmed) return;
  calmed = true;
  endTimers();
  endFetchers();
}

/**
 * A timer of negative length is set after each response, which Node 24 warns of and runs every millisecond for ever. It is
 * needed only while requests wait or the broker throttles. https://github.com/tulios/kafkajs/issues/1751
 */
function endTimers(): void {
  const queue = RequestQueue.prototype;
  const schedule = Reflect.get(queue, 'scheduleCheckPendingRequests');
  queue.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}

/**
 * When brokers come or go, a consumer stops its fetchers and makes new ones, also when it was told to stop meanwhile. Those
 * are stopped by nobody, get nothing at once, and ask again: no timer, signal or answer is ever looked at any more.
 */
function endFetchers(): void {
  const runner = Runner.prototype;
  const fetch = Reflect.get(runner, 'fetch');
  runner.fetch = function (this: Runner, nodeId) {
    if (!this.running) void this.fetchManager.stop();
    return fetch.call(this, nodeId);
  };
}
