/**
 * An environment file says once what an environment is; every action reads its inputs from it, and an explicit input
 * wins. Secrets have no key here, so that none is ever committed.
 */
import { ENVIRONMENT_KEYS, FIXED, INPUT_OF_KEY, SECRET_INPUTS, WORKFLOW_INPUTS } from './environment-keys.ts';
import { FACT_OF_KEY, type FactOfFile, wrongFact } from './environment-facts.ts';
import { type Parsed, type Place, type Problem, problemAt, refused } from './problem.ts';
import type { RawInputs } from './read-inputs.ts';
import { entryOf, plainValue, type SourceEntry, type SourceValue } from './source-value.ts';

type Suggest = (word: string, known: Iterable<string>) => string | undefined;

/** What an environment file gives, and what is wrong with it. */
export interface EnvironmentInputs {
  readonly inputs: RawInputs;
  /** Where the file says each input. */
  readonly places: ReadonlyMap<string, Place>;
  readonly problems: readonly Problem[];
  /** The features that it switches off, with the place of each. */
  readonly off: ReadonlyMap<string, Place>;
}

/** The inputs of an action without an environment, or of one whose file cannot be read. */
export const noEnvironment = (problems: readonly Problem[] = []): EnvironmentInputs => ({
  inputs: {},
  places: new Map(),
  problems,
  off: new Map(),
});

/** The inputs that one document of kind Environment gives; every mistake with its place. */
export function environmentInputs(document: SourceValue, suggest: Suggest): EnvironmentInputs {
  if (document.kind !== 'map')
    return noEnvironment([problemAt(document.place, 'it is not a map', 'Write kind: Environment.')]);
  const problems = [...FIXED].flatMap(([key, value]) => missing(document, key, value));
  const inputs: Record<string, string> = {};
  const places = new Map<string, Place>();
  const off = new Map<string, Place>();
  for (const { key, entry } of document.entries.flatMap((each) => leavesOf(each, ''))) {
    const input = INPUT_OF_KEY.get(key);
    const problem = problemOf(key, entry, suggest);
    if (problem !== undefined) problems.push(problem);
    else if (key.startsWith(FEATURES) && plainValue(entry.value) === false) {
      off.set(key.slice(FEATURES.length), entry.value.place);
    } else if (input !== undefined) {
      inputs[input] = asText(entry.value);
      places.set(input, entry.value.place);
    }
  }
  return { inputs, places, problems, off };
}

const FEATURES = 'spec.features.';

// A Topic, or the file of another program, is no environment that happens to say nothing.
const missing = (document: SourceValue, key: string, value: string): Problem[] =>
  entryOf(document, key) === undefined
    ? [problemAt(document.place, `${key} is missing`, `Write ${key}: ${value}.`)]
    : [];

interface Leaf {
  /** With its parents, parted by dots. */
  readonly key: string;
  readonly entry: SourceEntry;
}

/** The deepest entries that are known or cannot lead to a known one. */
function leavesOf(entry: SourceEntry, parent: string): Leaf[] {
  const key = parent === '' ? entry.key : `${parent}.${entry.key}`;
  const leadsOn = ENVIRONMENT_KEYS.some((known) => known.startsWith(`${key}.`));
  if (!leadsOn || entry.value.kind !== 'map') return [{ key, entry }];
  return entry.value.entries.flatMap((child) => leavesOf(child, key));
}

function problemOf(key: string, { keyPlace, value }: SourceEntry, suggest: Suggest): Problem | undefined {
  const fixed = FIXED.get(key);
  if (fixed !== undefined) {
    return plainValue(value) === fixed
      ? undefined
      : problemAt(value.place, `${key} is not ${fixed}`, `Write ${key}: ${fixed}.`);
  }
  if (!ENVIRONMENT_KEYS.includes(key)) return unknownKey(key, keyPlace, suggest);
  const fact = FACT_OF_KEY.get(key);
  if (fact !== undefined) return factProblem(key, fact, value);
  return isText(value) || (value.kind === 'list' && value.items.every(isText))
    ? undefined
    : problemAt(value.place, `${key} has no value`, 'Write a value, or remove the key.');
}

function factProblem(key: string, { fact }: FactOfFile, value: SourceValue): Problem | undefined {
  const wrong = wrongFact(fact, plainValue(value));
  return wrong === undefined ? undefined : problemAt(value.place, `${key} has a wrong value`, wrong);
}

const isText = (value: SourceValue): boolean => value.kind === 'scalar' && value.value !== null;

/** `saslPassword` and `sasl-password` are the input sasl-password. */
const inputNamed = (key: string): string =>
  (key.split('.').at(-1) ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function unknownKey(key: string, place: SourceEntry['keyPlace'], suggest: Suggest): Problem {
  const name = inputNamed(key);
  if (SECRET_INPUTS.has(name)) {
    const what = `${key} is a secret, and files are committed`;
    return problemAt(place, what, `Give the input ${name} from a secret.`);
  }
  if (WORKFLOW_INPUTS.has(name)) {
    const what = `${key} is for the workflow to say: a pull request can change this file`;
    return problemAt(place, what, `Give the input ${name} in the workflow.`);
  }
  const near = suggest(key, ENVIRONMENT_KEYS);
  return problemAt(
    place,
    `${key} is not a key of an environment`,
    near === undefined ? `Known keys: ${ENVIRONMENT_KEYS.join(', ')}.` : `Did you mean ${near}?`,
  );
}

/** Lists become lines, as they are written in an input. */
function asText(value: SourceValue): string {
  if (value.kind === 'list') return value.items.map(asText).join('\n');
  return value.kind === 'scalar' ? value.text : '';
}

/** The same with the role that the file gives this action, under the first of the keys that it has, and no other one. */
export function withRoleOf(keys: readonly string[], environment: EnvironmentInputs): EnvironmentInputs {
  const key = keys.find((each) => environment.inputs[each] !== undefined) ?? '';
  const role = environment.inputs[key];
  const place = environment.places.get(key);
  const others = Object.entries(environment.inputs).filter(([name]) => name !== 'role-to-assume');
  const places = [...environment.places].filter(([name]) => name !== 'role-to-assume');
  if (role === undefined || place === undefined)
    return { ...environment, inputs: Object.fromEntries(others), places: new Map(places) };
  return {
    ...environment,
    inputs: Object.fromEntries([...others, ['role-to-assume', role]]),
    places: new Map([...places, ['role-to-assume', place]]),
  };
}

/** What says which cluster and account are meant: it may be said twice, but never differently. */
const GUARDS = ['cluster-id', 'aws-account'];

/**
 * Reads the inputs of an action over those of its environment. A wrong value of the file is told at its line. Where
 * the file has mistakes too, what is not given at all is not told: the file may be meant to give it.
 */
export function readLayered<T>(
  explicit: RawInputs,
  environment: EnvironmentInputs,
  read: (raw: RawInputs) => Parsed<T>,
): Parsed<T> {
  const given = Object.fromEntries(Object.entries(explicit).filter(([, text]) => (text ?? '').trim() !== ''));
  const outcome = read({ ...environment.inputs, ...given });
  const wrong = outcome.ok ? [] : outcome.problems.flatMap((problem) => locate(problem, given, environment));
  const contradictions = GUARDS.flatMap((name) =>
    contradiction(name, environment.inputs[name], given[name]?.trim()),
  );
  const parallel = parallelReboot(environment, { ...environment.inputs, ...given }['max-unavailable']);
  const problems = [...environment.problems, ...contradictions, ...parallel, ...wrong];
  return problems.length > 0 ? refused(problems) : outcome;
}

/** No input overrides a feature that is off. */
function parallelReboot({ off }: EnvironmentInputs, given = '1'): Problem[] {
  const place = off.get('parallelReboot');
  if (place === undefined || given.trim() === '1') return [];
  const what = `features.parallelReboot is off, and max-unavailable is ${given.trim()}`;
  return [problemAt(place, what, 'Give 1, or switch it on here.')];
}

function locate(problem: Problem, given: RawInputs, { places, problems }: EnvironmentInputs): Problem[] {
  const [, name = ''] = /^input (\S+)$/.exec(problem.where) ?? [];
  if (name === '' || given[name] !== undefined) return [problem];
  const place = places.get(name);
  if (place !== undefined) return [problemAt(place, `${name}: ${problem.what}`, problem.fix)];
  return problems.length > 0 ? [] : [problem];
}

function contradiction(name: string, file: string | undefined, input: string | undefined): Problem[] {
  if (file === undefined || input === undefined || file === input) return [];
  const what = `it is ${input}, and the environment file says ${file}`;
  return [
    { where: `input ${name}`, what, fix: 'Correct the wrong one: an input never overrides the guard.' },
  ];
}
