import type { Place } from '../core/problem.ts';
import { inReadingOrder } from '../core/reading-order.ts';

export interface LogLine {
  readonly level: 'info' | 'warning' | 'error';
  readonly line: string;
  readonly place?: Place | undefined;
}

/** Takes a copy of every line, with its secrets blotted out. */
export type LineSink = (line: LogLine) => void;

/** Shorter lines of a secret, such as the last one of a PEM text, are found in every other word. */
const LEAST_PART = 4;

/** What an action says, made fit to be shown: without secrets, and without lines that GitHub takes for commands. */
export class LogLines {
  readonly #secrets = new Set<string>();
  #copyTo: LineSink = () => undefined;

  /** The value, and each line of it, is shown as `***` from now on. */
  hide(secret: string): void {
    const parts = secret.split(/[\r\n]+/).filter((part) => part.trim().length >= LEAST_PART);
    for (const value of [secret, secret.trim(), ...parts]) if (value !== '') this.#secrets.add(value);
  }

  copyTo(sink: LineSink): void {
    this.#copyTo = sink;
  }

  /** The text as it may be shown, on one line; a copy of it is kept. */
  info(text: string): string {
    const line = inert(this.#blot(text).replace(LINE_ENDS, ' '));
    this.#copyTo({ level: 'info', line });
    return line;
  }

  /** As `info`, but an annotation may have several lines: a stack. */
  annotation(level: 'warning' | 'error', text: string, place?: Place): string {
    const line = this.#blot(text).split(LINE_ENDS).map(inert).join('\n');
    this.#copyTo({ level, line, place });
    return line;
  }

  /** The longest first: one secret may be a part of another. */
  #blot(text: string): string {
    const secrets = [...this.#secrets].sort((a, b) => b.length - a.length);
    return secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  }
}

const LINE_ENDS = /[\r\n\u0085\u2028\u2029]+/g;

/**
 * GitHub's runner takes `::command::` at the beginning of a line, and `##[command]` anywhere in it, for a command; and
 * what a broker or AWS answers ends up in a line.
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
function inert(line: string): string {
  // Control characters would repaint the terminal of who reads the log.
  return inReadingOrder(line)
    .replace(/[^\P{Cc}\t]/gu, ' ')
    .replaceAll('##[', '## [')
    .replace(/^(\s*):(?=:)/, '$1: ');
}
