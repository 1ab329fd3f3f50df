/** What a configuration belongs to. A broker's name is its id; the empty name is the default of all brokers. */
export type ConfigResourceType = 'topic' | 'broker';

const CODES = { topic: 2, broker: 4 } as const;

export const resourceTypeCode = (type: ConfigResourceType): number => CODES[type];

export function resourceTypeOf(code: number): ConfigResourceType {
  if (code === CODES.topic) return 'topic';
  if (code === CODES.broker) return 'broker';
  throw new RangeError(`configuration resource type ${String(code)} was not asked for`);
}
