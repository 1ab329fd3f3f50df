import type { KafkaNode } from './node.ts';

/** How many nodes may be in flight at the same time: a number, at least 1, or a percentage of all, rounded down but at least 1. */
export type Width = { readonly nodes: number } | { readonly percent: number };

export const widthOf = (width: Width, nodes: number): number =>
  'nodes' in width ? width.nodes : Math.max(1, Math.floor((nodes * width.percent) / 100));

/** How busy the brokers are and may become, in percent of what they can do. */
export interface Load {
  /** Of the busiest broker at its peak, while all are up. */
  readonly peak: number;
  readonly most: number;
}

/**
 * How many brokers may be away so that the others, who take over their work, stay below the cap: of a fraction f the
 * survivors bear peak / (1 - f). At least one, or there would be no restart at all.
 */
export const widthByLoad = ({ peak, most }: Load, nodes: readonly KafkaNode[]): number =>
  Math.max(1, Math.floor(nodes.filter(({ broker }) => broker).length * (1 - peak / most) + ROUNDING));

/** What decimal fractions lose in binary. */
const ROUNDING = 1e-9;

export interface WidthSettings {
  readonly maxUnavailable: Width;
  /** Undefined where no load was given: then there is no cap. */
  readonly load: Load | undefined;
}

/** How many nodes may be in flight. */
export function allowedWidth({ maxUnavailable, load }: WidthSettings, nodes: readonly KafkaNode[]): number {
  const wanted = widthOf(maxUnavailable, nodes.length);
  return load === undefined ? wanted : Math.min(wanted, widthByLoad(load, nodes));
}
