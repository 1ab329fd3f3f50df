/** The operator wants this node down: it is never started. */
export const PARKED_TAG = 'rolling-reboot:parked';

/** `<cycle>/<run>/<time>`, on an instance from before its stop until it is proved back. */
export const INTENT_TAG = 'rolling-reboot:intent';

/** `<cycle>/<start of the cycle>`, on an instance that the cycle is done with; the next cycle overwrites it. */
export const DONE_TAG = 'rolling-reboot:done';

/** What a tag of ours says. */
export interface Mark {
  readonly cycle: string;
  /** When the stop was announced, or when the cycle began, in milliseconds since the epoch. */
  readonly at: number;
}

/** The value of a tag of ours; one for an intent names the run as well. */
export const writeMark = ({ cycle, at }: Mark, ...run: readonly string[]): string =>
  [cycle, ...run, new Date(at).toISOString()].join('/');

/** Undefined where there is no tag, or one that somebody else wrote. */
export function readMark(value: string | undefined): Mark | undefined {
  const parts = value?.split('/') ?? [];
  const [cycle, at] = [parts[0] ?? '', Date.parse(parts.at(-1) ?? '')];
  return parts.length > 1 && cycle !== '' && Number.isFinite(at) ? { cycle, at } : undefined;
}
