import type { Placed } from './topic.ts';

/**
 * What one document says about topics, by the path in its `spec`: `partitions`, `lifecycle.configs`,
 * `config.retention.ms`. A value is the text that Kafka or this program reads; null is only said of configs.
 */
export type Layer = ReadonlyMap<string, Placed<string | null>>;

export const configPath = (name: string): string => `config.${name}`;

/** The name of the config that a path is about; undefined when it is about something else. */
export const configOf = (path: string): string | undefined =>
  path.startsWith('config.') ? path.slice('config.'.length) : undefined;
