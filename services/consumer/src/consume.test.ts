import { describe, expect, test } from '@jest/globals';
import { FakeAction } from '../../../test/fakes/fake-action.ts';
import { message, type Process, startProcess } from '../../../test/fakes/fake-consumption.ts';
import { FakeHistoryFolder } from '../../../test/fakes/fake-history-folder.ts';

const GOING = new AbortController().signal;
const MESSAGES = [0, 1, 2, 3];
const PARTITION = { topic: 'posts', partition: 0 };
const LATER_MS = 60_000;

/** Handles messages in their order until one is not handled; that one's place, and all of them when none stopped. */
async function consume({ consumption }: Process, offsets: readonly number[] = MESSAGES): Promise<number> {
  for (const [index, offset] of offsets.entries()) {
    const handled = await consumption.handle(message(offset), GOING);
    if (handled.kind === 'stopped') return index;
  }
  return offsets.length;
}

/** How many bytes a process writes from its start to the end of all messages. */
async function bytesOfARun(): Promise<number> {
  const folder = new FakeHistoryFolder();
  folder.bytesLeft = 1e6;
  await consume(startProcess(folder));
  return 1e6 - folder.bytesLeft;
}

interface AfterKill {
  readonly reached: number;
  /** How often the next process found an action in doubt. */
  readonly inDoubt: number;
  /** How often each message's action was done by both processes. */
  readonly counts: readonly number[];
}

/** A process is killed when it has written so many bytes; the next one goes on. */
async function killedAt(bytes: number, how: 'check' | 'retry' | 'hold'): Promise<AfterKill> {
  const folder = new FakeHistoryFolder();
  const action = new FakeAction();
  action.checks = how === 'check';
  folder.bytesLeft = bytes;
  await consume(startProcess(folder, { action }));
  folder.bytesLeft = Infinity;
  const next = startProcess(folder, { action, policy: { inDoubt: how === 'hold' ? 'hold' : 'retry' } });
  next.clock.at += LATER_MS;
  const reached = await consume(next);
  const inDoubt = next.counted.filter((what) => what.startsWith('settled')).length;
  return {
    reached,
    inDoubt,
    counts: MESSAGES.map((offset) => action.done.get(`posts-0-${String(offset)}`) ?? 0),
  };
}

async function killedAtEachByte(how: 'check' | 'retry' | 'hold'): Promise<AfterKill[]> {
  const outcomes: AfterKill[] = [];
  const total = await bytesOfARun();
  for (let bytes = 0; bytes <= total; bytes += 1) outcomes.push(await killedAt(bytes, how));
  return outcomes;
}

const ONCE_EACH = MESSAGES.map(() => 1);

describe('a process that is killed at any byte of its history', () => {
  test('does each action once where there is a check', async () => {
    const outcomes = await killedAtEachByte('check');
    expect(outcomes.filter(({ counts }) => counts.some((count) => count !== 1))).toEqual([]);
    expect(outcomes.filter(({ inDoubt }) => inDoubt === 1).length).toBeGreaterThan(50);
    expect(Math.max(...outcomes.map(({ inDoubt }) => inDoubt))).toBe(1);
  });

  test('repeats with `retry` none but the one in doubt', async () => {
    const outcomes = await killedAtEachByte('retry');
    const repeated = outcomes.filter(({ counts }) => counts.some((count) => count !== 1));
    expect(repeated.length).toBeGreaterThan(50);
    expect(
      repeated.filter(({ inDoubt, counts }) => inDoubt !== 1 || counts.toSorted().join() !== '1,1,1,2'),
    ).toEqual([]);
  });

  test('touches with `hold` neither the one in doubt nor any beyond it', async () => {
    const outcomes = await killedAtEachByte('hold');
    const held = outcomes.filter(({ inDoubt }) => inDoubt === 1);
    expect(held.length).toBeGreaterThan(50);
    const wrong = held.filter(
      ({ reached, counts }) =>
        reached === MESSAGES.length ||
        counts.some((count, index) => (index < reached ? count !== 1 : index > reached && count !== 0)) ||
        (counts[reached] ?? 0) > 1,
    );
    expect(wrong).toEqual([]);
    const others = outcomes.filter(({ inDoubt }) => inDoubt === 0);
    expect(others.filter(({ counts }) => counts.join() !== ONCE_EACH.join())).toEqual([]);
  });
});

describe('two owners of a partition', () => {
  test('the former one is fenced before its next action begins', async () => {
    const folder = new FakeHistoryFolder();
    const action = new FakeAction();
    const [former, next] = [startProcess(folder, { action }), startProcess(folder, { action })];
    await consume(former, [0]);
    await consume(next, [0]);
    expect(await consume(former, [1])).toBe(0);
    expect(former.said).toContain('this process no longer owns a partition');
    expect(action.done).toEqual(new Map([['posts-0-0', 1]]));
    expect(await consume(next, [1])).toBe(1);
    expect(action.done.get('posts-0-1')).toBe(1);
  });

  test('an action that the former one may still be at is left alone until its time is over', async () => {
    const folder = new FakeHistoryFolder();
    const next = startProcess(folder);
    const former = startProcess(folder);
    let seen: unknown;
    former.action.before = async () => {
      seen = await next.consumption.handle(message(0), GOING);
    };
    await former.consumption.handle(message(0), GOING);
    expect(seen).toMatchObject({ kind: 'stopped', retryAfterMs: 12_000 });
    expect(next.action.done.size).toBe(0);
    next.clock.at += 12_001;
    await next.consumption.handle(message(0), GOING);
    expect(next.counted).toContain('settled: not-done');
  });

  test('of two that take it over at once one does', async () => {
    const folder = new FakeHistoryFolder();
    const action = new FakeAction();
    const both = [startProcess(folder, { action }), startProcess(folder, { action })];
    const reached = await Promise.all(both.map((each) => consume(each)));
    expect(Math.max(...reached)).toBe(MESSAGES.length);
    expect([...action.done.values()]).toEqual([1, 1, 1, 1]);
  });
});

describe('a message', () => {
  test('with the id of a finished one is skipped, also after the file was written anew', async () => {
    const folder = new FakeHistoryFolder();
    const one = startProcess(folder, { compactAfter: 2 });
    await one.consumption.handle(message(0, { id: 'order-7' }), GOING);
    await one.consumption.committed(PARTITION, 1n);
    await one.consumption.handle(message(5, { id: 'order-7' }), GOING);
    await one.consumption.releaseAll();
    const two = startProcess(folder);
    await two.consumption.handle(message(9, { id: 'order-7' }), GOING);
    expect([one.action.done, two.action.done]).toEqual([new Map([['order-7', 1]]), new Map()]);
  });

  test('whose action is refused holds the partition, or is given up when the settings say so', async () => {
    const folder = new FakeHistoryFolder();
    const held = startProcess(folder);
    held.action.ends.push('refused');
    expect(await consume(held)).toBe(0);
    const skipping = startProcess(folder, { policy: { onRefused: 'skip' } });
    skipping.action.ends.push('refused');
    expect(await consume(skipping)).toBe(MESSAGES.length);
    expect(skipping.said).toContain('an action was refused and is given up: ON_REFUSED is skip');
  });

  test('of a topic that was made anew is not skipped in silence', async () => {
    const folder = new FakeHistoryFolder();
    const one = startProcess(folder);
    await consume(one);
    await one.consumption.committed(PARTITION, 4n);
    expect(await one.consumption.handle(message(0, { end: 2n }), GOING)).toMatchObject({
      kind: 'stopped',
      because: expect.stringContaining('made anew'),
    });
  });

  test('that is in doubt and no longer in Kafka is told', async () => {
    const folder = new FakeHistoryFolder();
    const one = startProcess(folder);
    one.action.ends.push('unknown');
    await consume(one, [0]);
    await consume(one, [7]);
    expect(one.counted).toContain('lost');
  });
});

describe('a history that cannot be read', () => {
  test('holds its partition and says what to do; mended, it goes on', async () => {
    const folder = new FakeHistoryFolder();
    await consume(startProcess(folder));
    const [name = ''] = folder.files.keys();
    const sound = folder.files.get(name) ?? Buffer.alloc(0);
    folder.files.set(name, Buffer.concat([sound, Buffer.from('somebody was here\n')]));
    const next = startProcess(folder);
    expect(await next.consumption.handle(message(4), GOING)).toMatchObject({
      kind: 'stopped',
      because: expect.stringMatching(/HISTORY_FOLDER, posts-0\.epoch-1\.jsonl:11: .*Compare it/),
    });
    expect(next.action.done.size).toBe(0);
    folder.files.set(name, sound);
    expect(await consume(next, [0, 1, 2, 3, 4])).toBe(5);
    expect(next.action.done).toEqual(new Map([['posts-0-4', 1]]));
  });
});
