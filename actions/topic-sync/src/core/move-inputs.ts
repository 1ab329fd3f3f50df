import { duration, type InputReader, text, wholeNumber } from '../../../../lib/core/read-inputs.ts';
import { parseSize } from '../../../../lib/core/size.ts';
import { STATE_TOPIC } from '../../../../lib/core/state-record.ts';
import type { MoveSettings } from './replica-view.ts';

const MIB = 1_048_576;

const throttle: InputReader<number | null> = {
  allowed: 'bytes per second such as 50MiB or 100MB, or unlimited',
  absent: { value: 50 * MIB },
  read: (given) => {
    if (given === 'unlimited') return null;
    const bytes = Number(parseSize(given) ?? 0n);
    return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined;
  },
};

/** The inputs of moved replicas. */
export const MOVE_READERS = {
  throttle,
  'max-moving-partitions': wholeNumber(10, 1, 1_000),
  'reassignment-timeout': duration('2h', { least: '1s', most: '24d' }),
  'state-topic': text(STATE_TOPIC),
};

interface MoveInputs {
  readonly throttle: number | null;
  readonly 'max-moving-partitions': number;
  readonly 'reassignment-timeout': number;
  readonly 'state-topic': string;
}

export const moveSettings = (inputs: MoveInputs): MoveSettings => ({
  throttle: inputs.throttle,
  maxMoving: inputs['max-moving-partitions'],
  timeoutMs: inputs['reassignment-timeout'],
  stateTopic: inputs['state-topic'],
});
