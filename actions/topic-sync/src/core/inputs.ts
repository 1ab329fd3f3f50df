import { type Parsed, type Problem, parsed, refused } from '../../../../lib/core/problem.ts';
import {
  boolean,
  type InputReader,
  list,
  oneOf,
  type RawInputs,
  readInputs,
  splitList,
  text,
} from '../../../../lib/core/read-inputs.ts';
import { type Consent, CONSENTS } from './operation.ts';
import type { Command } from './result.ts';

export interface TopicSyncInputs {
  readonly command: Command;
  /** Patterns of files, relative to the workspace. */
  readonly files: readonly string[];
  readonly allowEmpty: boolean;
  readonly consents: ReadonlySet<Consent>;
  /** Empty: any plan may be applied. */
  readonly expectDigest: string;
  /** Empty (never for `apply`): any cluster may be read. */
  readonly clusterId: string;
}

const consents: InputReader<ReadonlySet<Consent>> = {
  allowed: `any of ${CONSENTS.join(', ')}, parted by commas or line ends`,
  absent: { value: new Set() },
  read: (given) => {
    const words = splitList(given);
    const known = CONSENTS.filter((consent) => words.includes(consent));
    return known.length === new Set(words).size ? new Set(known) : undefined;
  },
};

const digest: InputReader<string> = {
  allowed: 'the plan-digest of the reviewed plan (sha256: and 64 hexadecimal digits)',
  absent: { value: '' },
  read: (given) => (/^sha256:[\da-f]{64}$/.test(given) ? given : undefined),
};

const READERS = {
  command: oneOf(['lint', 'plan', 'apply'], 'plan'),
  files: list(['topics/**/*.y?(a)ml']),
  'allow-empty': boolean(false),
  allow: consents,
  'expect-digest': digest,
  'cluster-id': text(''),
};

/** The inputs of this action's own; those of the Kafka connection are read beside them. */
export function readTopicSyncInputs(raw: RawInputs): Parsed<TopicSyncInputs> {
  const read = readInputs(raw, READERS);
  if (!read.ok) return read;
  const { command, files, allow } = read.value;
  const clusterId = read.value['cluster-id'];
  if (command === 'apply' && clusterId === '') return refused([MISSING_CLUSTER]);
  const [allowEmpty, expectDigest] = [read.value['allow-empty'], read.value['expect-digest']];
  return parsed({ command, files, allowEmpty, consents: allow, expectDigest, clusterId });
}

const MISSING_CLUSTER: Problem = {
  where: 'input cluster-id',
  what: 'apply needs it and it was not given',
  fix: 'Give the id of the cluster that may be changed; the plan shows it.',
};
