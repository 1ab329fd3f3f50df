import { formatDuration } from '../../../../lib/core/duration.ts';
import type { Blocker } from './blocker.ts';
import { describeBlocker } from './describe-blocker.ts';
import type { Decision } from './decision.ts';

/** What was said last, so that a long wait is told when its reason changes and at least every half minute. */
export interface Narration {
  readonly topic: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** How much there was of what is waited for, where that can be counted. */
  readonly amount?: number | undefined;
}

const REPEAT_AFTER = 30_000;

export const SILENCE: Narration = { topic: '', at: 0 };

export interface Line {
  /** Undefined when there is nothing new to say. */
  readonly line: string | undefined;
  readonly narration: Narration;
}

export function narrate(decision: Decision, before: Narration, now: number): Line {
  if (decision.kind === 'wait') return narrateWait(decision, before, now);
  return { line: oneLine(sentence(decision)), narration: { topic: decision.kind, at: now } };
}

type Wait = Extract<Decision, { kind: 'wait' }>;

function narrateWait({ because, blockers }: Wait, before: Narration, now: number): Line {
  const [first] = blockers;
  const topic = `${because} ${first === undefined ? '' : subjectOf(first)}`;
  if (topic === before.topic && Math.abs(now - before.at) < REPEAT_AFTER)
    return { line: undefined, narration: before };
  const amount = first && amountOf(first);
  const trend = topic === before.topic ? trendOf(before, amount, now - before.at) : '';
  const line = oneLine(`waiting ${because}${factOf(blockers)}${trend}`);
  return { line, narration: { topic, at: now, amount } };
}

function factOf([first, ...others]: readonly Blocker[]): string {
  const more = others.length > 0 ? ` (and ${String(others.length)} more)` : '';
  return first === undefined ? '' : `: ${describeBlocker(first)}${more}`;
}

/** Who a fact is about: that another broker is missing now is news. */
function subjectOf(blocker: Blocker): string {
  if ('broker' in blocker) return `${blocker.kind} ${String(blocker.broker)}`;
  if ('voter' in blocker) return `${blocker.kind} ${String(blocker.voter)}`;
  return 'node' in blocker ? `${blocker.kind} ${blocker.node}` : blocker.kind;
}

/** What goes to 0 while one waits for it. */
const amountOf = (blocker: Blocker): number | undefined => ('count' in blocker ? blocker.count : undefined);

/** How it went since it was told last, and how long the rest takes if it goes on like that. */
function trendOf({ amount: before }: Narration, amount: number | undefined, lasted: number): string {
  if (before === undefined || amount === undefined || lasted <= 0) return '';
  const change = `${String(before)} -> ${String(amount)} in ${formatDuration(lasted)}`;
  if (amount >= before) return ` (${change}: not falling)`;
  return ` (${change}, about ${formatDuration((amount * lasted) / (before - amount))} left)`;
}

/** What a broker answered may hold line ends, and GitHub takes a line that begins with `::` for a command. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

function sentence(decision: Exclude<Decision, { kind: 'wait' }>): string {
  switch (decision.kind) {
    case 'stop':
      return `${decision.by === 'reboot' ? 'reboot' : 'stop'} ${decision.node.name}: ${decision.because}`;
    case 'left':
      return `rebooted ${decision.flights.map(({ node }) => node.name).join(', ')}: ${decision.because}`;
    case 'start':
      return `start ${decision.nodes.map(({ name }) => name).join(', ')}: ${decision.because}`;
    case 'finish':
      return `finish ${decision.flights.map(({ node }) => node.name).join(', ')}: ${decision.because}`;
    case 'open':
    case 'halt':
    case 'pause':
    case 'done':
      return `${decision.kind}: ${decision.because}`;
  }
}
