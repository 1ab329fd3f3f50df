import type { Api } from './api.ts';
import { type ConfigResourceType, resourceTypeCode, resourceTypeOf } from './config-resource.ts';
import type { ReadItem, WireReader } from './wire.ts';

/*
 * DescribeConfigs (key 32) versions 1 to 4. https://kafka.apache.org/protocol.html#The_Messages_DescribeConfigs
 *
 * Request  => [resources], synonyms BOOLEAN, documentation BOOLEAN (from 3)
 *   resources => type INT8, name STRING, [keys]? STRING
 * Response => throttle_ms INT32, [results]
 *   results => error INT16, message NULLABLE_STRING, type INT8, name STRING, [configs]
 *   configs => name STRING, value NULLABLE_STRING, read_only BOOLEAN, source INT8, sensitive BOOLEAN, [synonyms],
 *              type INT8 (from 3), documentation NULLABLE_STRING (from 3)
 *   synonyms => name STRING, value NULLABLE_STRING, source INT8
 */
export const describeConfigs: Api<DescribeConfigsRequest, DescribeConfigsResponse> = {
  key: 32,
  name: 'DescribeConfigs',
  versions: { min: 1, max: 4 },
  flexibleFrom: 4,
  // A busy broker takes seconds for a thousand topics, and asking another one meanwhile makes it no faster.
  worksForMs: ({ resources }) => resources.length * 10,
  encode(writer, { resources }, version) {
    writer
      .array(resources, ({ type, name, keys }) =>
        writer
          .int8(resourceTypeCode(type))
          .string(name)
          .array(keys, (key) => writer.string(key))
          .endStructure(),
      )
      .boolean(true);
    if (version >= 3) writer.boolean(false);
    writer.endStructure();
  },
  decode(reader, version) {
    return reader.structure(() => {
      reader.int32();
      const earlier: ReadItem<ConfigEntry>[] = [];
      return { results: reader.array(() => readResult(reader, version, earlier)) };
    });
  },
};

export interface DescribeConfigsRequest {
  readonly resources: readonly {
    readonly type: ConfigResourceType;
    readonly name: string;
    /** null asks for every key. */
    readonly keys: readonly string[] | null;
  }[];
}

export interface DescribeConfigsResponse {
  readonly results: readonly DescribedResource[];
}

export interface DescribedResource {
  readonly type: ConfigResourceType;
  readonly name: string;
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly configs: readonly ConfigEntry[];
}

export interface ConfigEntry {
  readonly name: string;
  /** null for a sensitive value, and for one that is not set. */
  readonly value: string | null;
  readonly readOnly: boolean;
  readonly source: ConfigSource;
  readonly sensitive: boolean;
  readonly type: ConfigType;
  /** Every place that gives this key a value, the one in force first. */
  readonly synonyms: readonly ConfigSynonym[];
}

export interface ConfigSynonym {
  readonly name: string;
  readonly value: string | null;
  readonly source: ConfigSource;
}

// By code, from 0: org.apache.kafka.common.requests.DescribeConfigsResponse.
const SOURCES = [
  'UNKNOWN',
  'DYNAMIC_TOPIC_CONFIG',
  'DYNAMIC_BROKER_CONFIG',
  'DYNAMIC_DEFAULT_BROKER_CONFIG',
  'STATIC_BROKER_CONFIG',
  'DEFAULT_CONFIG',
  'DYNAMIC_BROKER_LOGGER_CONFIG',
  'CLIENT_METRICS_CONFIG',
  'GROUP_CONFIG',
] as const;
export type ConfigSource = (typeof SOURCES)[number];

const TYPES = [
  'UNKNOWN',
  'BOOLEAN',
  'STRING',
  'INT',
  'SHORT',
  'LONG',
  'DOUBLE',
  'LIST',
  'CLASS',
  'PASSWORD',
] as const;
export type ConfigType = (typeof TYPES)[number];

const readSource = (reader: WireReader): ConfigSource => SOURCES[reader.int8()] ?? 'UNKNOWN';
const readType = (reader: WireReader): ConfigType => TYPES[reader.int8()] ?? 'UNKNOWN';

const readResult = (
  reader: WireReader,
  version: number,
  earlier: ReadItem<ConfigEntry>[],
): DescribedResource =>
  reader.structure(() => {
    const [errorCode, errorMessage] = [reader.int16(), reader.message()];
    const [type, name] = [resourceTypeOf(reader.int8()), reader.string()];
    return { type, name, errorCode, errorMessage, configs: readConfigs(reader, version, earlier) };
  });

/**
 * A topic has some 35 configs, nearly all of them as the topic before, in the same order: only what differs is read, so
 * that an answer about thousands of topics takes little memory. `earlier` is what stood at each place last.
 */
function readConfigs(reader: WireReader, version: number, earlier: ReadItem<ConfigEntry>[]): ConfigEntry[] {
  let place = 0;
  return reader.array(() => {
    const read = reader.again(earlier[place], () => readConfig(reader, version));
    earlier[place] = read;
    place += 1;
    return read.item;
  });
}

const readConfig = (reader: WireReader, version: number): ConfigEntry =>
  reader.structure(() => {
    const entry = {
      name: reader.string(),
      value: reader.nullableString(),
      readOnly: reader.boolean(),
      source: readSource(reader),
      sensitive: reader.boolean(),
      synonyms: reader.array(readSynonym),
      type: version >= 3 ? readType(reader) : 'UNKNOWN',
    } as const;
    if (version >= 3) reader.nullableString();
    return entry;
  });

const readSynonym = (reader: WireReader): ConfigSynonym =>
  reader.structure(() => ({
    name: reader.string(),
    value: reader.nullableString(),
    source: readSource(reader),
  }));
