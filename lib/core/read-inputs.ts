import { parseDuration } from './duration.ts';
import { type Parsed, type Problem, parsed, refused } from './problem.ts';

/** The texts of an action's inputs by name (`stop-timeout`); absent and empty mean the same: not given. */
export type RawInputs = Readonly<Record<string, string | undefined>>;

/** How one input is read. `read` gives undefined for a text that is not allowed; `allowed` says what is. */
export interface InputReader<T> {
  readonly allowed: string;
  /** The value when nothing was given; `'required'` makes that a problem. */
  readonly absent: { readonly value: T } | 'required';
  readonly read: (text: string) => T | undefined;
}

/** What some readers give, by their names. */
export type ValuesOf<Readers> = {
  readonly [Name in keyof Readers]: Readers[Name] extends InputReader<infer T> ? T : never;
};

/** Reads every input of an action; all wrong ones are reported together, each with its value and what is allowed. */
export function readInputs<Readers extends Readonly<Record<string, InputReader<unknown>>>>(
  raw: RawInputs,
  readers: Readers,
): Parsed<ValuesOf<Readers>> {
  const values: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [name, reader] of Object.entries(readers)) {
    const outcome = readOne(name, raw[name]?.trim() ?? '', reader);
    if (outcome.ok) values[name] = outcome.value;
    else problems.push(...outcome.problems);
  }
  return problems.length > 0 ? refused(problems) : parsed(values as ValuesOf<Readers>);
}

function readOne(name: string, text: string, reader: InputReader<unknown>): Parsed<unknown> {
  const where = `input ${name}`;
  if (text === '') {
    if (reader.absent !== 'required') return parsed(reader.absent.value);
    return refused([{ where, what: 'it is required and was not given', fix: `Give ${reader.allowed}.` }]);
  }
  const value = reader.read(text);
  if (value !== undefined) return parsed(value);
  return refused([{ where, what: `"${text}" is not allowed`, fix: `Give ${reader.allowed}.` }]);
}

export const text = (absent: string): InputReader<string> => ({
  allowed: 'a text',
  absent: { value: absent },
  read: (given) => given,
});

export const requiredText = (allowed: string): InputReader<string> => ({
  allowed,
  absent: 'required',
  read: (given) => given,
});

export const boolean = (absent: boolean): InputReader<boolean> => ({
  allowed: 'true or false',
  absent: { value: absent },
  read: (given) =>
    new Map([
      ['true', true],
      ['false', false],
    ]).get(given.toLowerCase()),
});

export const oneOf = <const Choice extends string>(
  choices: readonly Choice[],
  absent: Choice,
): InputReader<Choice> => ({
  allowed: `one of ${choices.join(', ')}`,
  absent: { value: absent },
  read: (given) => choices.find((choice) => choice === given),
});

/** Both ends belong to it. */
interface DurationRange {
  readonly least: string;
  readonly most: string;
}

const DURATION = 'a duration such as 30s, 5m, 2h or 7d';

/**
 * A duration such as `30s` or `5m`, read as milliseconds; without a range anything but nothing. What is waited for
 * may be `24d` at most: a timer of Node.js counts milliseconds in 31 bits, and one that is set to more ends at once.
 */
export function duration(absent: string, range?: DurationRange): InputReader<number> {
  const { least, most } = limitsOf(range);
  return {
    allowed: range === undefined ? DURATION : `${DURATION}, from ${range.least} to ${range.most}`,
    absent: { value: parseDuration(absent) ?? Number.NaN },
    read: (given) => {
      const value = parseDuration(given) ?? Number.NaN;
      return value >= least && value <= most ? value : undefined;
    },
  };
}

function limitsOf(range: DurationRange | undefined): { readonly least: number; readonly most: number } {
  if (range === undefined) return { least: 1, most: Number.MAX_SAFE_INTEGER };
  const [least, most] = [range.least, range.most].map(parseDuration);
  return { least: least ?? Number.NaN, most: most ?? Number.NaN };
}

export const wholeNumber = (absent: number, least: number, most: number): InputReader<number> => ({
  allowed: `a whole number from ${String(least)} to ${String(most)}`,
  absent: { value: absent },
  read: (given) => {
    const value = /^\d+$/.test(given) ? Number(given) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  },
});

/** Items parted by commas or line ends. */
export const list = (absent: readonly string[]): InputReader<readonly string[]> => ({
  allowed: 'items parted by commas or line ends',
  absent: { value: absent },
  read: splitList,
});

/** Choices parted by commas or line ends; none when absent. */
export const listOf = <const Choice extends string>(
  choices: readonly Choice[],
): InputReader<readonly Choice[]> => ({
  allowed: `any of ${choices.join(', ')}, parted by commas`,
  absent: { value: [] },
  read: (given) => {
    const items = splitList(given);
    const known = choices.filter((choice) => items.includes(choice));
    return items.every((item) => known.some((choice) => choice === item)) ? known : undefined;
  },
});

/** A comma between braces belongs to a pattern of files: `topics/{dev,prod}/*.yaml`. */
export const splitList = (given: string): string[] =>
  given
    .split(/\n|,(?![^{}\n]*\})/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
