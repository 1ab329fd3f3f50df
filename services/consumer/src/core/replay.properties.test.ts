import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compact } from './compact.ts';
import { decide } from './decide.ts';
import { formatLine, type HistoryLine } from './history-line.ts';
import type { History } from './history.ts';
import { keyOf } from './message-key.ts';
import { replay } from './replay.ts';

const MOMENT = { now: 1e15, actionTimeoutMs: 1 };
const place = (offset: number) => ({ topic: 'résumés', partition: 3, offset: BigInt(offset), end: 1_000n });
const steps = ['finished', 'undone', 'cut'] as const;
const stories = fc.array(fc.constantFrom(...steps), { minLength: 1, maxLength: 6 });

function linesOf(story: readonly (typeof steps)[number][]): HistoryLine[] {
  return story.flatMap((step, offset): HistoryLine[] => {
    const [key, at] = [keyOf(place(offset)), BigInt(offset)];
    const started: HistoryLine = { kind: 'started', key, offset: at, attempt: 1, at: 5 };
    if (step === 'cut') return [started];
    return step === 'undone'
      ? [started, { kind: 'undone', key }]
      : [started, { kind: 'finished', key, offset: at }];
  });
}

function read(bytes: Uint8Array): History {
  const outcome = replay('file', new TextDecoder().decode(bytes), 10);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
}

/** What the lines that are whole say of a message. */
function expected(whole: readonly HistoryLine[], offset: number): string {
  const key = keyOf(place(offset));
  const last = whole.findLast((line) => 'key' in line && line.key === key);
  if (last === undefined || last.kind === 'undone') return 'run';
  return last.kind === 'finished' ? 'skip' : 'settle';
}

describe('a history that was cut off', () => {
  test('at any byte tells finished from in doubt from never begun', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const lines = linesOf(story);
        const encoder = new TextEncoder();
        const texts = lines.map((line) => encoder.encode(formatLine(line)));
        const all = encoder.encode(lines.map(formatLine).join(''));
        for (let length = 0; length <= all.length; length += 1) {
          let end = 0;
          const whole = lines.filter((_, index) => (end += texts[index]?.length ?? 0) <= length);
          const history = read(all.subarray(0, length));
          const seen = story.map((_, offset) => decide(history, place(offset), MOMENT).kind);
          expect(seen).toEqual(story.map((_, offset) => expected(whole, offset)));
        }
      }),
      { numRuns: 50 },
    );
  });

  test('written anew says the same', () => {
    fc.assert(
      fc.property(stories, fc.nat(6), (story, below) => {
        const encoder = new TextEncoder();
        const mark: HistoryLine = { kind: 'below', offset: BigInt(below) };
        const history = read(encoder.encode([...linesOf(story), mark].map(formatLine).join('')));
        const again = read(encoder.encode(compact(history).map(formatLine).join('')));
        const kinds = (of: History) => story.map((_, offset) => decide(of, place(offset), MOMENT).kind);
        expect(kinds(again)).toEqual(kinds(history));
      }),
    );
  });

  test.each([
    '{}',
    'x',
    '{"kind":"started","key":"at:a-0-1"}',
    '{"kind":"finished","key":"a","offset":"1"}',
    '',
  ])('a whole line that is not ours is a problem: %s', (line) => {
    expect(replay('file', `${line}\n`, 10)).toMatchObject({ ok: false, problems: [{ where: 'file:1' }] });
  });
});
