import { isJsonObject, parseJsonObject } from '../../../../lib/core/json-object.ts';
import { type Parsed, type Problem, parsed, refused } from '../../../../lib/core/problem.ts';
import {
  boolean,
  type InputReader,
  oneOf,
  type RawInputs,
  readInputs,
  text,
  type ValuesOf,
  wholeNumber,
} from '../../../../lib/core/read-inputs.ts';

export type Result = 'success' | 'failure' | 'cancelled';

/** What a workflow asks. */
export type ChainInputs =
  | {
      readonly command: 'begin';
      readonly environment: string;
      readonly allowOlder: boolean;
      readonly token: string;
    }
  | { readonly command: 'preview'; readonly environment: string; readonly token: string }
  | { readonly command: 'finish'; readonly turn: number; readonly result: Result; readonly token: string }
  | {
      readonly command: 'continue';
      readonly inputs: Readonly<Record<string, string>>;
      readonly token: string;
    };

/** Texts by their names; the empty ones mean the defaults of the workflow. */
const texts: InputReader<Readonly<Record<string, string>>> = {
  allowed: 'a JSON object of texts',
  absent: { value: {} },
  read: (given) => {
    const object = parseJsonObject(given);
    if (!isJsonObject(object)) return undefined;
    const filled = Object.entries(object).filter(([, value]) => value !== null && value !== '');
    return Object.fromEntries(filled.map(([name, value]) => [name, String(value)]));
  },
};

const COMMANDS = ['preview', 'begin', 'finish', 'continue'] as const;

const COMMAND: InputReader<(typeof COMMANDS)[number]> = {
  allowed: `one of ${COMMANDS.join(', ')}`,
  absent: 'required',
  read: (given) => COMMANDS.find((command) => command === given),
};

const READERS = {
  command: COMMAND,
  environment: text(''),
  'allow-older': boolean(false),
  turn: wholeNumber(0, 1, Number.MAX_SAFE_INTEGER),
  result: oneOf(['success', 'failure', 'cancelled', ''], ''),
  inputs: texts,
  'github-token': text(''),
};

export const INPUT_NAMES: readonly string[] = Object.keys(READERS);

type Values = ValuesOf<typeof READERS>;

/** All wrong inputs are reported together. */
export function readChainInputs(raw: RawInputs): Parsed<ChainInputs> {
  const read = readInputs(raw, READERS);
  if (!read.ok) return read;
  const problems = missing(read.value);
  return problems.length > 0 ? refused(problems) : parsed(asked(read.value));
}

function missing(values: Values): Problem[] {
  const needed: Readonly<Record<Values['command'], readonly (keyof Values)[]>> = {
    preview: ['environment', 'github-token'],
    begin: ['environment', 'github-token'],
    finish: ['turn', 'result', 'github-token'],
    continue: ['github-token'],
  };
  return needed[values.command]
    .filter((name) => values[name] === '' || values[name] === 0)
    .map((name) => ({
      where: `input ${name}`,
      what: `${values.command} needs it, and it was not given`,
      fix: 'Give it.',
    }));
}

function asked(values: Values): ChainInputs {
  const { command, environment, turn, result, inputs, 'github-token': token } = values;
  switch (command) {
    case 'preview':
      return { command, environment, token };
    case 'begin':
      return { command, environment, allowOlder: values['allow-older'], token };
    case 'finish':
      return { command, turn, result: result === '' ? 'failure' : result, token };
    case 'continue':
      return { command, inputs, token };
  }
}
