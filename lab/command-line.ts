import { parseArgs } from 'node:util';
import { suggest } from '../lib/adapters/suggest.ts';
import { type Parsed, type Problem, parsed, refused } from '../lib/core/problem.ts';
import { KAFKA_VERSIONS, type LabOptions } from './lab-options.ts';

export const COMMANDS = {
  up: 'start a lab that stays (--kafka 3.9|4.3, --brokers N, --racks N)',
  down: 'end it and remove its folder',
  status: 'its nodes with their instances, states and processes',
  logs: 'the log of a node (logs 2), or of all of them',
  env: 'the variables that point an action to it, as export lines',
} as const;

export type CommandName = keyof typeof COMMANDS;

export interface CommandLine {
  readonly command: CommandName;
  readonly options: LabOptions;
  /** The node that `logs` is about; undefined for all. */
  readonly node: number | undefined;
}

const STRINGS = {
  kafka: { type: 'string' },
  brokers: { type: 'string' },
  racks: { type: 'string' },
} as const;
const FLAGS = Object.keys(STRINGS).map((flag) => `--${flag}`);

/** Reads what was typed after `npm run lab --`; all mistakes are told together. */
export function readCommandLine(args: readonly string[]): Parsed<CommandLine> {
  const { values, positionals } = parseArgs({ args: [...args], strict: false, options: STRINGS });
  const problems: Problem[] = [];
  for (const name of Object.keys(values)) {
    if (!FLAGS.includes(`--${name}`)) problems.push(unknown('flag', `--${name}`, FLAGS));
  }
  const [word = '', node] = positionals;
  if (!isCommand(word)) problems.push(unknown('command', word, Object.keys(COMMANDS)));
  const options = readOptions(values, problems);
  const nodeId = node === undefined ? undefined : readNumber('node', node, { most: 9, problems });
  if (problems.length > 0 || !isCommand(word)) return refused(problems);
  return parsed({ command: word, options, node: nodeId });
}

const isCommand = (word: string): word is CommandName => Object.hasOwn(COMMANDS, word);

type Values = Readonly<Record<string, string | boolean | undefined | (string | boolean)[]>>;

function readOptions({ kafka, brokers, racks }: Values, problems: Problem[]): LabOptions {
  return {
    ...(kafka === undefined ? {} : { kafkaVersion: readVersion(kafka, problems) }),
    ...(brokers === undefined ? {} : { brokers: readNumber('--brokers', brokers, { most: 9, problems }) }),
    ...(racks === undefined ? {} : { racks: readNumber('--racks', racks, { most: 3, problems }) }),
  };
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
