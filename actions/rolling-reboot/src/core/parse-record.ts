/**
 * Records of the state topic, which any program may have written: a field that a decision is made by is there and of its
 * type, or there is no record. Fields that older versions did not write may be absent, fields of newer ones are left out.
 */
import { isJsonObject, type JsonObject, parseJsonObject } from '../../../../lib/core/json-object.ts';
import type { Intent, LedgerRecord } from './ledger.ts';
import { type NodeName, nodeName } from './node.ts';
import type { StepTimes } from './progress.ts';
import type { VotersLeft } from './quorum-safety.ts';
import type { Certificate, TightestPartition } from './safety.ts';

export type ParsedRecord =
  { readonly ok: true; readonly record: LedgerRecord } | { readonly ok: false; readonly reason: string };

/** Of one record, as it is in the topic. Never throws. */
export function parseRecord(text: string): ParsedRecord {
  const value = parseJsonObject(text);
  if (value === undefined) return { ok: false, reason: 'it is no JSON object' };
  const { state } = value;
  if (!isState(state)) return { ok: false, reason: `its state is ${shown(state)}` };
  return parseFields(state, value);
}

type State = LedgerRecord['state'];

/** Undefined where the value is not of its type. */
type Read<T> = (value: unknown) => T | undefined;

interface Field<T> {
  readonly read: Read<T>;
  /** Left out where the field has to be there. */
  readonly absent?: T | 'left out';
}

type FieldsOf<S extends State> = Omit<Extract<LedgerRecord, { readonly state: S }>, 'state'>;

function parseFields(state: State, value: JsonObject): ParsedRecord {
  const record: Record<string, unknown> = { state };
  for (const [name, { read, absent }] of Object.entries<Field<unknown>>(FIELDS[state])) {
    const field = value[name] === undefined ? absent : read(value[name]);
    if (field === undefined) return { ok: false, reason: `${state}: its ${name} is ${shown(value[name])}` };
    if (field !== 'left out') record[name] = field;
  }
  return { ok: true, record: record as unknown as LedgerRecord };
}

const SHOWN = 50;
const shown = (value: unknown): string =>
  value === undefined ? 'missing' : JSON.stringify(value).slice(0, SHOWN);

const isState = (value: unknown): value is State => typeof value === 'string' && Object.hasOwn(FIELDS, value);
const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const areNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(isNumber);
const areTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

const number: Field<number> = { read: (value) => (isNumber(value) ? value : undefined) };
const text: Field<string> = { read: (value) => (isText(value) ? value : undefined) };
const texts: Field<readonly string[]> = { read: (value) => (areTexts(value) ? value : undefined) };
const node: Field<NodeName> = { read: (value) => (isText(value) ? nodeName(value) : undefined) };
const nodes: Field<readonly NodeName[]> = {
  read: (value) => (areTexts(value) ? value.map(nodeName) : undefined),
};
const by: Field<Intent['by']> = {
  read: (value) => (value === 'reboot' || value === 'stop-start' ? value : undefined),
  absent: 'stop-start',
};
const STEPS: readonly (keyof StepTimes)[] = [
  'stopRequested',
  'stopped',
  'left',
  'startRequested',
  'running',
  'back',
  'restarted',
];

const times: Field<StepTimes> = {
  read: (value) => {
    if (!isJsonObject(value)) return undefined;
    const known = STEPS.filter((step) => value[step] !== undefined);
    return known.every((step) => isNumber(value[step]))
      ? Object.fromEntries(known.map((step) => [step, value[step]]))
      : undefined;
  },
};
const certificate: Field<Certificate> = {
  read: (value) => (isCertificate(value) ? value : undefined),
  absent: 'left out',
};

const isCertificate = (value: unknown): value is Certificate =>
  isJsonObject(value) &&
  isText(value['node']) &&
  isNumber(value['at']) &&
  (value['tightest'] === null || isPartition(value['tightest'])) &&
  (value['voters'] === null || areVoters(value['voters']));

const isPartition = (value: unknown): value is TightestPartition =>
  isJsonObject(value) &&
  isText(value['topic']) &&
  areNumbers([value['partition'], value['minimum']]) &&
  areNumbers(value['left']);

const areVoters = (value: unknown): value is VotersLeft =>
  isJsonObject(value) && areNumbers([value['left'], value['of'], value['needed']]);

const ENTRY = { cycle: text, at: number, run: text };
const OF_NODE = { ...ENTRY, node };
const BECAUSE = { ...ENTRY, because: text };

const FIELDS: { readonly [S in State]: { readonly [K in keyof FieldsOf<S>]-?: Field<FieldsOf<S>[K]> } } = {
  'cycle-opened': { ...ENTRY, nodes, selection: text },
  topics: { ...ENTRY, names: texts },
  stopping: { ...OF_NODE, certificate, launchTime: number, expires: number, by },
  stopped: { ...OF_NODE, underReplicated: number },
  left: OF_NODE,
  restarted: { ...OF_NODE, times, underReplicatedPeak: number },
  'not-stopped': OF_NODE,
  'cycle-halted': BECAUSE,
  'cycle-paused': BECAUSE,
  'cycle-abandoned': BECAUSE,
  'cycle-closed': { ...ENTRY, restarted: { ...nodes, absent: [] } },
};
