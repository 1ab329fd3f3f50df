import { EventEmitter, once } from 'node:events';
import type { ActionOutcome, ActionRun } from '../../lab/runner.ts';
import type { RebootBench, RebootCall } from '../e2e/reboot-bench.ts';

/** A run whose log is read while it goes on. */
export interface WatchedRun extends ActionRun {
  /** The next line, after the one that was waited for last, that matches; throws when the run ends without it. */
  next(pattern: RegExp): Promise<string>;
  /** The same for something else that is awaited: it must come while the run goes on. */
  meanwhile<T>(event: Promise<T>): Promise<T>;
}

export async function watch(bench: RebootBench, call: RebootCall): Promise<WatchedRun> {
  const lines: string[] = [];
  const news = new EventEmitter();
  const onLine = (line: string) => {
    lines.push(line);
    news.emit('line');
  };
  const run = await bench.start({ ...call, onLine });
  const meanwhile = async <T>(event: Promise<T>): Promise<T> => {
    const ended = run.finished.then(({ log }: ActionOutcome): never => {
      throw new Error(`the run ended before that:\n${log}`);
    });
    return Promise.race([event, ended]);
  };
  let seen = 0;
  const next = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = lines.findIndex((line, index) => index >= seen && pattern.test(line));
      seen = found < 0 ? seen : found + 1;
      if (found >= 0) return lines[found] ?? '';
      await once(news, 'line');
    }
  };
  return { ...run, meanwhile, next: (pattern) => meanwhile(next(pattern)) };
}
