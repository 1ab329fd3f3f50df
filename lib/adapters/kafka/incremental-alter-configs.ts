import type { Api } from './api.ts';
import { type ChangeResults, readChangeResults } from './change-results.ts';
import { type ConfigResourceType, resourceTypeCode, resourceTypeOf } from './config-resource.ts';
import type { WireReader } from './wire.ts';

/*
 * IncrementalAlterConfigs (key 44) versions 0 to 1 (KIP-339): changes the named keys and leaves the others alone.
 * https://kafka.apache.org/protocol.html#The_Messages_IncrementalAlterConfigs
 *
 * Request  => [resources], validate_only BOOLEAN
 *   resources => type INT8, name STRING, [configs] => name STRING, operation INT8, value NULLABLE_STRING
 * Response => throttle_ms INT32, [results] => error INT16, message NULLABLE_STRING, type INT8, name STRING
 */
export const incrementalAlterConfigs: Api<AlterConfigsRequest, ChangeResults<AlteredResource>> = {
  key: 44,
  name: 'IncrementalAlterConfigs',
  versions: { min: 0, max: 1 },
  flexibleFrom: 1,
  encode(writer, { resources, validateOnly }) {
    writer
      .array(resources, ({ type, name, operations }) =>
        writer
          .int8(resourceTypeCode(type))
          .string(name)
          .array(operations, (change) =>
            writer.string(change.name).int8(OPERATIONS[change.operation]).string(change.value).endStructure(),
          )
          .endStructure(),
      )
      .boolean(validateOnly)
      .endStructure();
  },
  decode: (reader) => readChangeResults(reader, readResult),
};

const OPERATIONS = { set: 0, delete: 1, append: 2, subtract: 3 } as const;

export interface ConfigOperation {
  readonly name: string;
  /** `append` and `subtract` are for lists; `delete` goes back to the broker's default. */
  readonly operation: keyof typeof OPERATIONS;
  /** null with `delete`. */
  readonly value: string | null;
}

export interface AlterConfigsRequest {
  readonly resources: readonly {
    readonly type: ConfigResourceType;
    readonly name: string;
    readonly operations: readonly ConfigOperation[];
  }[];
  readonly validateOnly: boolean;
}

/** Either all operations on a resource are done or none. */
export interface AlteredResource {
  readonly type: ConfigResourceType;
  readonly name: string;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

function readResult(reader: WireReader): AlteredResource {
  const [errorCode, errorMessage] = [reader.int16(), reader.message()];
  return { type: resourceTypeOf(reader.int8()), name: reader.string(), errorCode, errorMessage };
}
