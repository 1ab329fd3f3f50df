import { IAM } from '../../../lib/core/kafka-security.ts';
import { type KafkaInputs, kafkaInputs, readKafkaInputs } from '../../../lib/core/kafka-inputs.ts';
import { type Parsed, parsed, type Problem, ProblemsFound, refused } from '../../../lib/core/problem.ts';
import { duration, type RawInputs, readInputs } from '../../../lib/core/read-inputs.ts';
import {
  asVariable,
  type Environment,
  type FileSetting,
  fileSettings,
  givenTwice,
  variableOf,
} from './core/variables.ts';

/** What every service reads beside Kafka's variables. */
const hostReaders = { 'file-wait': duration('5m', { least: '0s', most: '1h' }) } as const;

export interface SettingsSource {
  readonly env: Environment;
  /** The content of a file, or undefined while there is none or it is empty. */
  readonly readFile: (path: string) => Promise<string | undefined>;
  /** Resolves when it is worth another look at the files, false when the time is over. */
  readonly waitForFiles: (missing: readonly FileSetting[], mostMs: number) => Promise<boolean>;
}

/** How a service reads its own settings. */
export interface OwnSettings<T> {
  readonly names: readonly string[];
  readonly read: (raw: RawInputs) => Parsed<T>;
}

export interface Settings<T> {
  readonly kafka: KafkaInputs;
  readonly own: T;
}

/**
 * Reads everything before anything is begun. All that is wrong with what is there already is reported together and at
 * once; only then are files waited for that are mounted late.
 */
export async function readSettings<T>(source: SettingsSource, own: OwnSettings<T>): Promise<Settings<T>> {
  const { env } = source;
  const names = [...Object.keys(kafkaInputs), ...own.names];
  const files = fileSettings(env, names);
  const plain = Object.fromEntries(names.map((name) => [name, env[variableOf(name)]]));
  const host = readInputs({ 'file-wait': env['FILE_WAIT'] }, hostReaders);
  const early = merged(plain, await contents(source, files, NOT_MOUNTED_YET), own);
  const problems = [host, early].flatMap((each) => (each.ok ? [] : each.problems)).map(asVariable);
  if (!host.ok || problems.length > 0) throw new ProblemsFound([...givenTwice(env, files), ...problems]);
  const twice = givenTwice(env, files);
  if (twice.length > 0) throw new ProblemsFound(twice);
  const late = merged(plain, await awaitFiles(source, files, host.value['file-wait']), own);
  if (!late.ok) throw new ProblemsFound(late.problems.map(asVariable));
  return late.value;
}

/** Passes for a PEM text, so that a certificate that is not there yet is no problem yet. */
const NOT_MOUNTED_YET = '-----BEGIN (not mounted yet)';

async function awaitFiles(
  source: SettingsSource,
  files: readonly FileSetting[],
  mostMs: number,
): Promise<RawInputs> {
  for (;;) {
    const found = await contents(source, files, undefined);
    const missing = files.filter(({ setting }) => found[setting] === undefined);
    if (missing.length === 0) return found;
    if (!(await source.waitForFiles(missing, mostMs))) throw new ProblemsFound(missing.map(stillMissing));
  }
}

async function contents(
  { readFile }: SettingsSource,
  files: readonly FileSetting[],
  absent: string | undefined,
): Promise<RawInputs> {
  const entries = files.map(
    async ({ setting, path }) => [setting, (await readFile(path)) ?? absent] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

function merged<T>(plain: RawInputs, files: RawInputs, own: OwnSettings<T>): Parsed<Settings<T>> {
  const raw = { ...plain, ...files };
  const kafka = withoutIam(readKafkaInputs(raw));
  const rest = own.read(raw);
  if (kafka.ok && rest.ok) return parsed({ kafka: kafka.value, own: rest.value });
  return refused([kafka, rest].flatMap((each) => (each.ok ? [] : each.problems)));
}

function withoutIam(kafka: Parsed<KafkaInputs>): Parsed<KafkaInputs> {
  if (!kafka.ok || !('sasl' in kafka.value.security)) return kafka;
  if (kafka.value.security.sasl.mechanism !== IAM) return kafka;
  const fix = 'Set plain, scram-sha-256 or scram-sha-512, or use certificates.';
  return refused([{ where: 'input sasl-mechanism', what: `the services cannot log in by ${IAM}`, fix }]);
}

const stillMissing = ({ variable, path }: FileSetting): Problem => ({
  where: `variable ${variable}`,
  what: `${path} is not there, or is empty, although it was waited for`,
  fix: 'Mount the secret at this path, or raise FILE_WAIT.',
});
