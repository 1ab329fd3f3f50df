import { describeBlocker } from './describe-blocker.ts';
import type { Decision } from './decision.ts';

/** What was said last, so that a long wait is told when its reason changes and at least every half minute. */
export interface Narration {
  readonly topic: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const REPEAT_AFTER = 30_000;

export const SILENCE: Narration = { topic: '', at: 0 };

export interface Line {
  /** Undefined when there is nothing new to say. */
  readonly line: string | undefined;
  readonly narration: Narration;
}

export function narrate(decision: Decision, before: Narration, now: number): Line {
  if (decision.kind !== 'wait')
    return { line: oneLine(sentence(decision)), narration: { topic: decision.kind, at: now } };
  const [first, ...others] = decision.blockers;
  const topic = `${decision.because} ${first?.kind ?? ''}`;
  if (topic === before.topic && Math.abs(now - before.at) < REPEAT_AFTER)
    return { line: undefined, narration: before };
  const more = others.length > 0 ? ` (and ${String(others.length)} more)` : '';
  const fact = first === undefined ? '' : `: ${describeBlocker(first)}${more}`;
  return { line: oneLine(`wait: ${decision.because}${fact}`), narration: { topic, at: now } };
}

/** What a broker answered may hold line ends, and GitHub takes a line that begins with `::` for a command. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

function sentence(decision: Exclude<Decision, { kind: 'wait' }>): string {
  switch (decision.kind) {
    case 'stop':
      return `stop ${decision.node.name}: ${decision.because}`;
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
