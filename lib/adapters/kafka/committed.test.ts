import { expect, test } from '@jest/globals';
import { committed, type TransactedMessage } from './committed.ts';

const message = (offset: number, producerId: string, given: Partial<TransactedMessage> = {}) => ({
  offset: String(offset),
  key: Buffer.from([0, 0, 0, 0]),
  isControlRecord: false,
  batchContext: { producerId, inTransaction: true },
  ...given,
});

const marker = (offset: number, producerId: string, type: 'abort' | 'commit') =>
  message(offset, producerId, {
    key: Buffer.from([0, 0, 0, type === 'commit' ? 1 : 0]),
    isControlRecord: true,
  });

const offsets = (messages: readonly TransactedMessage[]) => messages.map(({ offset }) => Number(offset));

test('markers are no records, and a key that looks like one does not end a transaction', () => {
  const log = [message(0, '1'), message(1, '1'), marker(2, '1', 'abort'), message(3, '1')];
  expect(offsets(committed([...log, marker(4, '1', 'commit')], []))).toEqual([0, 1, 3]);
  expect(offsets(committed(log, [{ producerId: '1', firstOffset: '0' }]))).toEqual([3]);
});

test('producers have transactions side by side; only the aborted one is left out', () => {
  const log = [message(0, '1'), message(1, '2'), marker(2, '1', 'abort'), message(3, '2'), message(4, '1')];
  expect(offsets(committed(log, [{ producerId: '1', firstOffset: '0' }]))).toEqual([1, 3, 4]);
});

test('one producer aborts twice; the list is in no order', () => {
  const log = [message(5, '1'), marker(6, '1', 'abort'), message(7, '1'), marker(8, '1', 'commit')];
  const again = [message(9, '1'), message(10, '1'), marker(11, '1', 'abort')];
  const aborted = ['9', '5'].map((firstOffset) => ({ producerId: '1', firstOffset }));
  expect(offsets(committed([...log, ...again], aborted))).toEqual([7]);
});

test('a transaction that began before what was fetched is left out', () => {
  const log = [message(100, '1'), marker(101, '1', 'abort'), message(102, '1')];
  expect(offsets(committed(log, [{ producerId: '1', firstOffset: '3' }]))).toEqual([102]);
});

test('records outside transactions stay, even those of a producer that aborts', () => {
  const outside = { batchContext: { producerId: '1', inTransaction: false } };
  const log = [message(0, '1'), message(1, '1', outside), marker(2, '1', 'abort')];
  expect(offsets(committed(log, [{ producerId: '1', firstOffset: '0' }]))).toEqual([1]);
  const old = { offset: '3', key: null, isControlRecord: false };
  expect(offsets(committed([old], []))).toEqual([3]);
});
