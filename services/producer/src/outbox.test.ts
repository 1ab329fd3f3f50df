import { describe, expect, test } from '@jest/globals';
import { FakeSink } from '../../../test/fakes/fake-sink.ts';
import { Outbox } from './outbox.ts';

const SILENT = { ended: () => undefined, queued: () => undefined };
const outboxOf = (sink: FakeSink, queued = 100, batch = 10): Outbox =>
  new Outbox(sink, { queued, batch }, SILENT);
const values = (...texts: readonly string[]) => texts.map((value) => ({ value }));

describe('the outbox', () => {
  test('writes a partition in order, one batch at a time, and tells each record’s end', async () => {
    const sink = new FakeSink();
    const outbox = outboxOf(sink, 100, 2);
    const ends = await outbox.take(values('1', '2', '3', '4', '5'));
    expect(ends.map(({ kind }) => kind)).toEqual(Array(5).fill('acknowledged'));
    expect([sink.written.join(''), sink.most]).toEqual(['12345', 1]);
    expect(await outbox.flush(0)).toBe(0);
  });

  test('has no room for more than its limit, and some again after an acknowledgement', async () => {
    const sink = new FakeSink();
    const gate = Promise.withResolvers<undefined>();
    sink.open = gate.promise;
    const outbox = outboxOf(sink, 2);
    const taken = outbox.take(values('1', '2'));
    expect(outbox.hasRoom()).toBe(false);
    const room = outbox.room(new AbortController().signal);
    gate.resolve(undefined);
    await Promise.all([taken, room]);
    expect(outbox.hasRoom(2)).toBe(true);
  });

  test('that is told to end waits for room no longer', async () => {
    const sink = new FakeSink();
    sink.open = new Promise(() => undefined);
    const outbox = outboxOf(sink, 1);
    void outbox.take(values('1'));
    await expect(outbox.room(AbortSignal.abort())).resolves.toBeUndefined();
  });

  test('counts what was not acknowledged within the budget', async () => {
    const sink = new FakeSink();
    sink.open = new Promise(() => undefined);
    const outbox = outboxOf(sink, 100, 2);
    const ends = outbox.take(values('1', '2', '3'));
    expect(await outbox.flush(1)).toBe(3);
    expect((await ends).map(({ kind }) => kind)).toEqual(Array(3).fill('given-up'));
  });

  test('counts what was refused and goes on', async () => {
    const sink = new FakeSink();
    sink.ends.push({ kind: 'refused', because: 'MESSAGE_TOO_LARGE' });
    const outbox = outboxOf(sink, 100, 1);
    await outbox.take(values('1', '2'));
    expect([await outbox.flush(0), sink.written]).toEqual([1, ['2']]);
  });

  test('says when nothing more can be written', async () => {
    const sink = new FakeSink();
    sink.ends.push({ kind: 'lost', because: 'OUT_OF_ORDER_SEQUENCE_NUMBER' });
    const outbox = outboxOf(sink);
    void outbox.take(values('1'));
    expect(await outbox.lost).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
  });
});
