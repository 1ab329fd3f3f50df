import type { InstanceFilter } from '../../../lib/adapters/ec2.ts';
import { type InputReader, splitList } from '../../../lib/core/read-inputs.ts';

/** EC2 filters, one a line. */
export const nodeFilters: InputReader<readonly InstanceFilter[]> = {
  allowed: 'one EC2 filter a line, Name=Value1,Value2, such as tag:kafka-cluster=events',
  absent: { value: [] },
  read: (given) => {
    const lines = given.split('\n').filter((line) => line.trim() !== '');
    const read = lines.flatMap((line) => readFilter(line) ?? []);
    return read.length === lines.length && read.length > 0 ? read : undefined;
  },
};

function readFilter(line: string): InstanceFilter | undefined {
  const [, name, values] = /^\s*([^=\s]+)=(.+)$/.exec(line) ?? [];
  if (name === undefined || values === undefined) return undefined;
  const list = splitList(values);
  return list.length > 0 ? { name, values: list } : undefined;
}
