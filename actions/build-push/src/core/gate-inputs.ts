import { parseDigest } from '../../../../lib/core/image-reference.ts';
import {
  duration,
  type InputReader,
  oneOf,
  splitList,
  type ValuesOf,
} from '../../../../lib/core/read-inputs.ts';
import { parseSize } from '../../../../lib/core/size.ts';
import { pairs, read, relative } from './input-readers.ts';

/** What an image must pass. */
export interface GateInputs {
  readonly hardeningPolicy: string;
  readonly vulnerabilityPolicy: string;
  readonly scan: 'ecr' | 'off';
  /** Milliseconds. */
  readonly scanTimeout: number;
  /** Bytes of all layers, expanded; null: the policy's. */
  readonly sizeBudget: number | null;
  /** Milliseconds between SIGTERM and the end. */
  readonly stopTimeout: number;
  /** Variables that an image is started with when it is tried. */
  readonly probeEnv: Readonly<Record<string, string>>;
  /** Folders that it may write to then. */
  readonly probeWritable: readonly string[];
  /** The environment, or the digest, whose findings these are compared with; empty: none. */
  readonly compareWith: string;
}

const size: InputReader<number | null> = read('a size such as 160MB', null, (given) => {
  const bytes = parseSize(given);
  return bytes === undefined ? undefined : Number(bytes);
});

const folders: InputReader<readonly string[]> = read(
  'absolute paths, parted by commas or line ends',
  [],
  (given) => {
    const listed = splitList(given);
    return listed.every((folder) => /^\/[\w./-]+$/.test(folder)) ? listed : undefined;
  },
);

/** The readers of these inputs. */
export const GATE_READERS = {
  'hardening-policy': relative(''),
  'vulnerability-policy': relative(''),
  'compare-with': read('an environment or a digest', '', (given) =>
    parseDigest(given) !== undefined || /^[a-z\d-]+$/.test(given) ? given : undefined,
  ),
  scan: oneOf(['ecr', 'off'], 'ecr'),
  'scan-timeout': duration('15m', { least: '1s', most: '6h' }),
  'size-budget': size,
  'probe-env': pairs('variables', /^\w+$/),
  'probe-writable': folders,
  'stop-timeout': duration('60s', { least: '1s', most: '10m' }),
};

type Values = ValuesOf<typeof GATE_READERS>;

export const gateInputs = (values: Values): GateInputs => ({
  hardeningPolicy: values['hardening-policy'],
  vulnerabilityPolicy: values['vulnerability-policy'],
  scan: values.scan,
  scanTimeout: values['scan-timeout'],
  sizeBudget: values['size-budget'],
  stopTimeout: values['stop-timeout'],
  probeEnv: values['probe-env'],
  probeWritable: values['probe-writable'],
  compareWith: values['compare-with'],
});
