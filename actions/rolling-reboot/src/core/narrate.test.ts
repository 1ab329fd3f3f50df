import { describe, expect, test } from '@jest/globals';
import { aNode, NIGHT } from '../../../../test/builders/fleet.ts';
import { aFlight } from '../../../../test/builders/progress.ts';
import type { Blocker } from './blocker.ts';
import type { Decision } from './decision.ts';
import { narrate, SILENCE } from './narrate.ts';

const because = 'it is so';
const nobody: Blocker = { kind: 'nobody-answers', reason: 'refused' };
const wait = (...blockers: readonly Blocker[]): Decision => ({ kind: 'wait', blockers, because });
const lineOf = (decision: Decision): string | undefined => narrate(decision, SILENCE, NIGHT).line;

describe('one line', () => {
  const certificate = { node: aNode(1).name, at: NIGHT, tightest: null, voters: null };

  test.each<[Decision, string]>([
    [{ kind: 'open', because }, 'open: it is so'],
    [{ kind: 'done', because }, 'done: it is so'],
    [{ kind: 'halt', problems: [], because }, 'halt: it is so'],
    [{ kind: 'stop', node: aNode(1), by: 'stop-start', certificate, because }, 'stop broker-1: it is so'],
    [{ kind: 'stop', node: aNode(1), by: 'reboot', certificate, because }, 'reboot broker-1: it is so'],
    [{ kind: 'left', flights: [aFlight(1)], because }, 'rebooted broker-1: it is so'],
    [{ kind: 'start', nodes: [aNode(1), aNode(0)], because }, 'start broker-1, broker-0: it is so'],
    [{ kind: 'finish', flights: [aFlight(1)], because }, 'finish broker-1: it is so'],
    [wait(), 'waiting it is so'],
    [wait(nobody), 'waiting it is so: no broker answers: refused'],
    [wait(nobody, nobody, nobody), 'waiting it is so: no broker answers: refused (and 2 more)'],
  ])('%#: %j', (decision, line) => {
    expect(lineOf(decision)).toBe(line);
  });

  test('stays one line, whatever a broker answers: GitHub takes a line that begins with :: for a command', () => {
    const evil = wait({ kind: 'nobody-answers', reason: 'oops\r\n::add-mask::e\n::error::owned' });
    expect(lineOf(evil)).toBe('waiting it is so: no broker answers: oops ::add-mask::e ::error::owned');
  });
});

describe('a long wait is told', () => {
  const before = narrate(wait(nobody), SILENCE, NIGHT).narration;
  const other: Blocker = { kind: 'no-leader-of-quorum' };

  test.each<[string, Decision, number, boolean]>([
    ['not again at once', wait(nobody), 1_000, false],
    ['not again with another number', wait(nobody, nobody), 29_999, false],
    ['again after half a minute', wait(nobody), 30_000, true],
    ['again when its reason changes', wait(other), 1_000, true],
    ['again when the clock was set back', wait(nobody), -3_600_000, true],
    ['when something else happens', { kind: 'open', because }, 1_000, true],
  ])('%s', (_, decision, later, told) => {
    const { line, narration } = narrate(decision, before, NIGHT + later);
    expect(line !== undefined).toBe(told);
    expect(narration.at).toBe(told ? NIGHT + later : NIGHT);
  });
});

describe('the trend of what can be counted', () => {
  const under = (count: number): Decision =>
    wait({
      kind: 'under-replicated',
      count,
      example: { topic: 'orders', partition: 0, isr: [], missing: [] },
    });

  test.each([
    [80, ' (120 -> 80 in 30s, about 1m00s left)'],
    [120, ' (120 -> 120 in 30s: not falling)'],
    [130, ' (120 -> 130 in 30s: not falling)'],
  ])('from 120 to %d', (count, trend) => {
    const { narration, line } = narrate(under(120), SILENCE, NIGHT);
    expect(line).not.toContain('->');
    expect(narrate(under(count), narration, NIGHT + 30_000).line?.endsWith(trend)).toBe(true);
  });

  test('is not told between two different things', () => {
    const { narration } = narrate(under(120), SILENCE, NIGHT);
    const other = { ...under(80), because: 'it is otherwise' } as Decision;
    expect(narrate(other, narration, NIGHT + 30_000).line).not.toContain('->');
  });
});

test('another broker that is missed is told at once, though the kind of fact is the same', () => {
  const missed = (broker: number): Decision => wait({ kind: 'not-registered', broker });
  const { narration } = narrate(missed(2), SILENCE, NIGHT);
  expect(narrate(missed(2), narration, NIGHT + 1000).line).toBeUndefined();
  expect(narrate(missed(5), narration, NIGHT + 1000).line).toContain('broker 5 is not registered');
});
