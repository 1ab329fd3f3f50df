import type { WireReader, WireWriter } from './wire.ts';

/** Which groups are asked about. */
export interface AskedGroups {
  readonly groups: readonly string[];
}

/** [groups] STRING, with_operations BOOLEAN: what we may do with them is not asked. */
export const writeAskedGroups = (writer: WireWriter, { groups }: AskedGroups): WireWriter =>
  writer
    .array(groups, (group) => writer.string(group))
    .boolean(false)
    .endStructure();

/** throttle_ms INT32, [groups], each of them a structure. */
export const readGroups = <Group>(
  reader: WireReader,
  fields: (reader: WireReader) => Group,
): { groups: Group[] } =>
  reader.structure(() => {
    reader.int32();
    return { groups: reader.array(() => reader.structure(fields)) };
  });
