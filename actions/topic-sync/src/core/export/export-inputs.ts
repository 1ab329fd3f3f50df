import { type InputReader, oneOf } from '../../../../../lib/core/read-inputs.ts';
import { CONVERTERS, type Format } from '../convert/formats.ts';

export interface ExportSettings {
  /** What the documents are made of. */
  readonly from: 'cluster' | Format;
  /** A file, where it ends in `.yaml` or `.yml`, or a folder; relative to the workspace and inside of it. */
  readonly to: string;
}

const target: InputReader<string> = {
  allowed: 'a folder, or a file that ends in .yaml, inside the workspace: topics, topics/all.yaml',
  absent: { value: 'topics' },
  read: (given) => {
    const steps = given.replace(/^\.\//, '').replace(/\/+$/, '').split('/');
    return steps.some((step) => step === '' || step === '..') ? undefined : steps.join('/');
  },
};

/** The inputs of an export. */
const FORMATS = Object.keys(CONVERTERS) as readonly Format[];

export const EXPORT_READERS = {
  'export-to': target,
  from: oneOf<'cluster' | Format>(['cluster', ...FORMATS], 'cluster'),
};
