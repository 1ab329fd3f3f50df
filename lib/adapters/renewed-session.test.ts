import { beforeEach, expect, test } from '@jest/globals';
import { WorldFailure } from '../core/world-failure.ts';
import type { AwsCredentials } from './aws-settings.ts';
import { RenewedSession } from './renewed-session.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** An STS whose sessions are numbered, on a clock of its own. */
class FakeSts {
  time = 1_000_000;
  lasts = HOUR;
  opened = 0;
  refuses: Error | undefined;

  readonly session = new RenewedSession(
    () => this.#open(),
    () => this.time,
  );

  async key(options?: { readonly forceRefresh?: boolean }): Promise<string> {
    return (await this.session.credentials(options)).accessKeyId;
  }

  #open(): Promise<AwsCredentials> {
    if (this.refuses !== undefined) return Promise.reject(this.refuses);
    this.opened += 1;
    const expiration = new Date(this.time + this.lasts);
    return Promise.resolve({ accessKeyId: `key-${String(this.opened)}`, secretAccessKey: 's', expiration });
  }
}

let sts: FakeSts;

beforeEach(() => {
  sts = new FakeSts();
});

test('a session is kept, and renewed when ten minutes are left', async () => {
  expect(await sts.key()).toBe('key-1');
  sts.time += 50 * MINUTE;
  expect(await sts.key()).toBe('key-1');
  sts.time += 1;
  expect(await sts.key()).toBe('key-2');
});

test('a short session is renewed in its last third', async () => {
  sts.lasts = 9_000;
  expect(await sts.key()).toBe('key-1');
  sts.time += 6_000;
  expect(await sts.key()).toBe('key-1');
  sts.time += 1;
  expect(await sts.key()).toBe('key-2');
});

test('whoever asks at the same time gets the same session', async () => {
  expect(await Promise.all([sts.key(), sts.key(), sts.key()])).toEqual(['key-1', 'key-1', 'key-1']);
  sts.time += 55 * MINUTE;
  expect(await Promise.all([sts.key(), sts.key({ forceRefresh: true })])).toEqual(['key-2', 'key-2']);
  expect(sts.opened).toBe(2);
});

test('while a renewal fails the old session is given, and the renewal tried again', async () => {
  await sts.key();
  expect(await sts.session.end()).toBeUndefined();
  sts.time += 55 * MINUTE;
  sts.refuses = new WorldFailure('STS did not answer');
  expect(await sts.key()).toBe('key-1');
  expect(await sts.session.end()).toEqual({
    until: 1_000_000 + HOUR,
    because: 'it could not be renewed: STS did not answer',
  });
  sts.refuses = undefined;
  sts.time += 9_999;
  expect(await sts.key()).toBe('key-1');
  sts.time += 1;
  expect(await sts.key()).toBe('key-2');
  expect(await sts.session.end()).toBeUndefined();
});

test('a session that will not hold as long as is asked for is renewed five minutes before that', async () => {
  await sts.key();
  sts.time += 30 * MINUTE;
  expect(await sts.session.end(25 * MINUTE)).toBeUndefined();
  expect(sts.opened).toBe(1);
  sts.time += 1;
  expect(await sts.session.end(25 * MINUTE)).toBeUndefined();
  expect(sts.opened).toBe(2);
});

test('a renewal that fails tells of an end only when the session does not hold any more what is asked for', async () => {
  await sts.key();
  sts.time += 30 * MINUTE + 1;
  sts.refuses = new WorldFailure('STS did not answer');
  expect(await sts.session.end(25 * MINUTE)).toBeUndefined();
  sts.time += 5 * MINUTE - 1;
  expect(await sts.session.end(25 * MINUTE)).toBeUndefined();
  sts.time += 1;
  expect(await sts.session.end(25 * MINUTE)).toEqual({
    until: 1_000_000 + HOUR,
    because: 'it could not be renewed: STS did not answer',
  });
  sts.refuses = undefined;
  sts.time += 10_000;
  expect(await sts.session.end(25 * MINUTE)).toBeUndefined();
  expect(await sts.key()).toBe('key-2');
});

test('one renewal that fails is nothing to be told where the next one works', async () => {
  await sts.key();
  sts.time += 25 * MINUTE + 1;
  sts.refuses = new WorldFailure('STS did not answer');
  expect(await sts.session.end(85 * MINUTE)).toBeUndefined();
  sts.refuses = undefined;
  sts.time += 10_000;
  expect(await sts.session.end(85 * MINUTE)).toBeUndefined();
  expect(sts.opened).toBe(2);
});

test('more than a session can hold does not renew it at every turn', async () => {
  await sts.key();
  sts.time += 25 * MINUTE;
  await sts.session.end(85 * MINUTE);
  expect(sts.opened).toBe(1);
  sts.time += 1;
  await sts.session.end(85 * MINUTE);
  await sts.session.end(85 * MINUTE);
  expect(sts.opened).toBe(2);
});

test('a short session is renewed earlier by a twelfth of its life, so that it is kept for a while', async () => {
  sts.lasts = 12 * MINUTE;
  await sts.key();
  sts.time += 5 * MINUTE;
  await sts.session.end(85 * MINUTE);
  expect(sts.opened).toBe(1);
  sts.time += 1;
  await sts.session.end(85 * MINUTE);
  expect(sts.opened).toBe(2);
});

test('a renewal that fails is a failure only when the session has ended', async () => {
  await sts.key();
  sts.refuses = new WorldFailure('STS refused');
  sts.time += HOUR - 1;
  expect(await sts.key()).toBe('key-1');
  sts.time += 1;
  await expect(sts.key()).rejects.toThrow('STS refused');
  sts.refuses = undefined;
  expect(await sts.key()).toBe('key-2');
});

test('a first session that is refused is a failure, and so is a bug at any time', async () => {
  sts.refuses = new WorldFailure('STS refused');
  await expect(sts.session.end()).rejects.toThrow('STS refused');
  sts.refuses = undefined;
  await sts.key();
  sts.time += 55 * MINUTE;
  sts.refuses = new TypeError('a bug');
  await expect(sts.key()).rejects.toThrow('a bug');
});

test('a session that AWS says has ended is not given again', async () => {
  await sts.key();
  expect(await sts.key({ forceRefresh: true })).toBe('key-2');
  sts.refuses = new WorldFailure('STS refused');
  await expect(sts.key({ forceRefresh: true })).rejects.toThrow('STS refused');
});
