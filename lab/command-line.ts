import { parseArgs } from 'node:util';
import { suggest } from '../lib/adapters/suggest.ts';
import { type Parsed, type Problem, parsed, refused } from '../lib/core/problem.ts';
import type { Fault } from './aws/fault.ts';
import { nodeOf, readChaos } from './chaos-command.ts';
import type { NodeRef } from './cluster-shape.ts';
import { KAFKA_VERSIONS, type LabOptions } from './lab-options.ts';

export const COMMANDS = {
  up: 'start a lab that stays (--kafka 3.9|4.3, --brokers N, --racks N, --controllers N or --zookeeper, --tls, --sasl scram)',
  down: 'end it and remove its folder',
  status: 'its nodes with their instances, states and processes',
  logs: 'the log of a node (logs 2, logs zookeeper-1), or of all of them',
  env: 'the variables that point an action to it, as export lines',
  chaos: 'break something, or mend it (`chaos` alone lists what there is)',
} as const;

export type CommandName = keyof typeof COMMANDS;

export interface CommandLine {
  readonly command: CommandName;
  readonly options: LabOptions;
  /** The node that `logs` is about; undefined for all. */
  readonly node: NodeRef | undefined;
  /** What `chaos` does; undefined for a list of all that it can do. */
  readonly fault: Fault | undefined;
}

const OPTIONS = {
  kafka: { type: 'string' },
  brokers: { type: 'string' },
  racks: { type: 'string' },
  controllers: { type: 'string' },
  zookeeper: { type: 'boolean' },
  tls: { type: 'boolean' },
  sasl: { type: 'string' },
} as const;
const FLAGS = Object.keys(OPTIONS).map((flag) => `--${flag}`);

/** Reads what was typed after `npm run lab --`; all mistakes are told together. */
export function readCommandLine(args: readonly string[]): Parsed<CommandLine> {
  const { values, positionals } = parseArgs({ args: [...args], strict: false, options: OPTIONS });
  const problems: Problem[] = [];
  for (const name of Object.keys(values)) {
    if (!FLAGS.includes(`--${name}`)) problems.push(unknown('flag', `--${name}`, FLAGS));
  }
  const [word = '', ...rest] = positionals;
  if (!isCommand(word)) problems.push(unknown('command', word, Object.keys(COMMANDS)));
  const options = readOptions(values, problems);
  const about = word === 'chaos' ? { fault: readFault(rest, problems) } : { node: readNode(rest, problems) };
  if (problems.length > 0 || !isCommand(word)) return refused(problems);
  return parsed({ command: word, options, node: undefined, fault: undefined, ...about });
}

function readFault(words: readonly string[], problems: Problem[]): Fault | undefined {
  if (words.length === 0) return undefined;
  const outcome = readChaos(words);
  if (outcome.ok) return outcome.value;
  problems.push(...outcome.problems);
  return undefined;
}

const isCommand = (word: string): word is CommandName => Object.hasOwn(COMMANDS, word);

type Values = Readonly<Record<string, string | boolean | undefined | (string | boolean)[]>>;

function readOptions(
  { kafka, brokers, racks, controllers, zookeeper, tls, sasl }: Values,
  problems: Problem[],
): LabOptions {
  const number = (name: string, given: unknown, most: number) =>
    given === undefined ? {} : { [name]: readNumber(`--${name}`, given, { most, problems }) };
  const secured = wantsSecurity(tls, sasl, problems);
  if (zookeeper === true) problems.push(...againstZookeeper(kafka, controllers, secured));
  return {
    ...(kafka === undefined ? {} : { kafkaVersion: readVersion(kafka, problems) }),
    ...number('brokers', brokers, 9),
    ...number('racks', racks, 3),
    ...number('controllers', controllers, 9),
    ...(controllers === undefined ? {} : { mode: 'kraft-separate' }),
    ...(zookeeper === true ? { mode: 'zookeeper' } : {}),
    ...(secured ? { secured } : {}),
  };
}

/** Both ways in come together: they are listeners of the same brokers. */
function wantsSecurity(tls: unknown, sasl: unknown, problems: Problem[]): boolean {
  if (sasl !== undefined && sasl !== 'scram') problems.push(UNKNOWN_SASL);
  return tls === true || sasl !== undefined;
}

const UNKNOWN_SASL: Problem = {
  where: '--sasl',
  what: 'the lab has no such login',
  fix: 'Give scram, or leave it out.',
};

const againstZookeeper = (kafka: unknown, controllers: unknown, secured: boolean): Problem[] => [
  ...(typeof kafka === 'string' && !kafka.startsWith('3.') ? [NO_ZOOKEEPER] : []),
  ...(controllers === undefined ? [] : [TWO_QUORUMS]),
  ...(secured ? [PLAINTEXT_ONLY] : []),
];

const PLAINTEXT_ONLY: Problem = {
  where: '--tls, --sasl',
  what: 'a cluster of ZooKeeper has the plaintext listener alone in this lab',
  fix: 'Leave them out, or --zookeeper.',
};

const NO_ZOOKEEPER: Problem = {
  where: '--kafka',
  what: 'Kafka has no ZooKeeper mode after 3.9',
  fix: 'Give 3.9, or leave it out.',
};

const TWO_QUORUMS: Problem = {
  where: '--controllers',
  what: 'a cluster of ZooKeeper has no KRaft controllers',
  fix: 'Give --zookeeper or --controllers.',
};

function readNode([text]: readonly string[], problems: Problem[]): NodeRef | undefined {
  const node = nodeOf(text);
  if (text === undefined || node !== undefined) return node;
  const fix = 'Give the id of a broker or controller, or a name like zookeeper-1.';
  problems.push({ where: 'node', what: `"${text}" is none`, fix });
  return undefined;
}

function readVersion(given: unknown, problems: Problem[]): string {
  const text = given === true ? '' : String(given);
  const [, version] = Object.entries(KAFKA_VERSIONS).find((pair) => pair.includes(text)) ?? [];
  if (version !== undefined) return version;
  const fix = `Give ${Object.keys(KAFKA_VERSIONS).join(' or ')}.`;
  problems.push({ where: '--kafka', what: `"${text}" is not a version that the lab runs`, fix });
  return text;
}

function readNumber(where: string, given: unknown, to: { most: number; problems: Problem[] }): number {
  const text = given === true ? '' : String(given);
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 1 && value <= to.most) return value;
  const fix = `Give a whole number from 1 to ${String(to.most)}.`;
  to.problems.push({ where, what: `"${text}" is not possible`, fix });
  return 0;
}

function unknown(kind: string, word: string, known: readonly string[]): Problem {
  const near = suggest(word, known);
  const fix = near === undefined ? `Give one of ${known.join(', ')}.` : `Did you mean ${near}?`;
  return { where: 'lab', what: word === '' ? `no ${kind} was given` : `there is no ${kind} ${word}`, fix };
}
