import { describe, expect, test } from '@jest/globals';
import { message, startProcess } from '../../../test/fakes/fake-consumption.ts';
import { FakeHistoryFolder } from '../../../test/fakes/fake-history-folder.ts';

const GOING = new AbortController().signal;

describe('an owner that goes', () => {
  test('is waited for no longer', async () => {
    const folder = new FakeHistoryFolder();
    const former = startProcess(folder);
    former.action.ends.push('unknown');
    await former.consumption.handle(message(0), GOING);
    await former.consumption.assigned([], 2);
    const next = startProcess(folder);
    expect(await next.consumption.handle(message(0), GOING)).toEqual({ kind: 'handled' });
    expect(next.counted).toContain('settled: not-done');
  });

  test('keeps no file of the partition open, and neither does one that cannot write it', async () => {
    const folder = new FakeHistoryFolder();
    const former = startProcess(folder);
    await former.consumption.handle(message(0), GOING);
    expect(folder.open.size).toBe(1);
    await former.consumption.assigned([], 2);
    expect(folder.open.size).toBe(0);

    await former.consumption.handle(message(1), GOING);
    expect(folder.open.size).toBe(1);
    folder.failsToAppend = true;
    expect(await former.consumption.handle(message(2), GOING)).toMatchObject({ kind: 'stopped' });
    expect(folder.open.size).toBe(0);
  });
});
