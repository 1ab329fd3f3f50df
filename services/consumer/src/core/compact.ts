import type { HistoryLine } from './history-line.ts';
import type { History } from './history.ts';

/** The fewest lines that replay to the same history. */
export function compact(history: History): HistoryLine[] {
  return [
    { kind: 'below', offset: history.below },
    ...history.finished.map(([key, offset]): HistoryLine => ({ kind: 'finished', key, offset })),
    ...history.doubts.map(({ key, offset, attempt, at }): HistoryLine => ({
      kind: 'started',
      key,
      offset,
      attempt,
      at,
    })),
  ];
}
