import { parse } from 'yaml';

/** The parts of an action.yml that its README shows. */
export interface ActionFile {
  readonly inputs: readonly Input[];
  readonly outputs: readonly Output[];
}

export interface Input {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly absent: string;
}

export type Output = Pick<Input, 'name' | 'description'>;

interface RawEntry {
  readonly description?: string;
  readonly required?: boolean;
  readonly default?: unknown;
}

type RawFile = Readonly<Partial<Record<'inputs' | 'outputs', Readonly<Record<string, RawEntry | null>>>>>;

export function readActionFile(text: string): ActionFile {
  const { inputs = {}, outputs = {} } = parse(text) as RawFile;
  return { inputs: Object.entries(inputs).map(toInput), outputs: Object.entries(outputs).map(toInput) };
}

function toInput([name, entry]: readonly [string, RawEntry | null]): Input {
  const { description = '', required = false, default: absent = '' } = entry ?? {};
  return { name, description: description.replace(/\s+/g, ' ').trim(), required, absent: String(absent) };
}

/** What a reader would miss: inputs and outputs that nobody described. */
export function undescribed({ inputs, outputs }: ActionFile): string[] {
  return [...inputs, ...outputs].filter(({ description }) => description === '').map(({ name }) => name);
}
