import { effective, type ObservedTopic } from './topic.ts';

/** The value in force by config name; null when it is not known. */
export type Effective = (name: string) => string | null;

export const effectiveNow =
  (observed: ObservedTopic): Effective =>
  (name) =>
    effective(observed.config.get(name));

/** What will be in force with these overrides; null: without one. */
export function effectiveAfter(
  observed: ObservedTopic,
  overrides: readonly { readonly name: string; readonly value: string | null }[],
): Effective {
  const wished = new Map(overrides.map(({ name, value }) => [name, value]));
  return (name) => {
    const config = observed.config.get(name);
    if (!wished.has(name)) return effective(config);
    return wished.get(name) ?? config?.inherited ?? null;
  };
}
