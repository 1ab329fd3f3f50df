import { format, resolveConfig } from 'prettier';
import { code, table } from '../../lib/core/markdown.ts';
import type { ActionFile, Input, Output } from './action-file.ts';

export interface Readme {
  readonly path: string;
  readonly text: string;
}

/**
 * The README with its tables replaced by what the action.yml says, as the project formats it; throws when a marker is
 * missing.
 */
export async function fillTables({ path, text }: Readme, file: ActionFile): Promise<string> {
  const inputs = replaceBetween(text, 'inputs', inputTable(file.inputs));
  const both = replaceBetween(inputs, 'outputs', outputTable(file.outputs));
  return await format(both, { ...(await resolveConfig(path)), parser: 'markdown' });
}

function replaceBetween(readme: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [before, rest] = splitOnce(readme, start);
  const [, after] = splitOnce(rest, end);
  return `${before}${start}\n\n${content}\n\n${end}${after}`;
}

function splitOnce(text: string, marker: string): readonly [string, string] {
  const at = text.indexOf(marker);
  if (at < 0) throw new Error(`the marker ${marker} is missing`);
  return [text.slice(0, at), text.slice(at + marker.length)];
}

function inputTable(inputs: readonly Input[]): string {
  if (inputs.length === 0) return 'None.';
  return table(['input', 'what it is', 'default'], inputs.map(inputRow));
}

function inputRow({ name, description, required, absent }: Input): string[] {
  const without = required ? '**required**' : absent === '' ? '' : code(absent);
  return [code(name), inCell(description), without];
}

function outputTable(outputs: readonly Output[]): string {
  if (outputs.length === 0) return 'None.';
  const rows = outputs.map(({ name, description }) => [code(name), inCell(description)]);
  return table(['output', 'what it is'], rows);
}

/** Descriptions are Markdown that we wrote; only a bar would end the cell. */
const inCell = (text: string): string => text.replaceAll('|', '\\|');
