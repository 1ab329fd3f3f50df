import { EventEmitter } from 'node:events';
import { expect, test } from '@jest/globals';
import { watchCancellation } from './cancellation.ts';

test.each(['SIGINT', 'SIGTERM'])(
  '%s is noted while it is watched for, and ends the process otherwise',
  (signal) => {
    const process = new EventEmitter();
    const cancellation = watchCancellation(process);
    expect(cancellation.isCancelled()).toBe(false);
    process.emit(signal);
    expect(cancellation.isCancelled()).toBe(true);
    cancellation[Symbol.dispose]();
    expect(process.listenerCount(signal)).toBe(0);
  },
);
