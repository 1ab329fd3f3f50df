import type { RestartBy } from './decision.ts';

/** The operator wants this node down: it is never started. */
export const PARKED_TAG = 'rolling-reboot:parked';

/**
 * `<cycle>/<run>/<time>`, on an instance from before its stop until it is proved back; before the time of a reboot stands
 * `reboot`.
 */
export const INTENT_TAG = 'rolling-reboot:intent';

/** `<cycle>/<start of the cycle>`, on an instance that the cycle is done with; the next cycle overwrites it. */
export const DONE_TAG = 'rolling-reboot:done';

/** What a tag of ours says. */
export interface Mark {
  readonly cycle: string;
  /** When the stop was announced, or when the cycle began, in milliseconds since the epoch. */
  readonly at: number;
  readonly by?: RestartBy;
}

/** The value of a tag of ours; one for an intent names the run as well. */
export const writeMark = ({ cycle, at, by }: Mark, ...run: readonly string[]): string =>
  [cycle, ...run, ...(by === 'reboot' ? [by] : []), new Date(at).toISOString()].join('/');

/** Undefined where there is no tag, or one that somebody else wrote. */
export function readMark(value = ''): Mark | undefined {
  const parts = value.split('/');
  const [cycle = '', time] = [parts[0], parts.at(-1)];
  const at = Date.parse(time ?? '');
  const by = restartOf(parts);
  return parts.length > 1 && cycle !== '' && Number.isFinite(at) ? { cycle, at, by } : undefined;
}

const restartOf = (parts: readonly string[]): RestartBy =>
  parts.length > 3 && parts.at(-2) === 'reboot' ? 'reboot' : 'stop-start';
