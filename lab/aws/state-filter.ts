/** The instance states that a DescribeInstances asks for, and the request without that filter. */
export interface StateFilter {
  /** Undefined when all states are asked for. */
  readonly states: readonly string[] | undefined;
  readonly rest: URLSearchParams;
}

/**
 * Takes the filter `instance-state-name` out of a request: the state that is behind the proxy is not the one that
 * is shown, so the proxy has to filter by itself.
 */
export function takeStateFilter(parameters: URLSearchParams): StateFilter {
  const rest = new URLSearchParams();
  const filters = new Map<string, [string, string][]>();
  for (const [name, value] of parameters) {
    const [, index, part] = /^Filter\.(\d+)\.(.+)$/.exec(name) ?? [];
    if (index === undefined || part === undefined) rest.append(name, value);
    else filters.set(index, [...(filters.get(index) ?? []), [part, value]]);
  }
  const { states, others } = separate([...filters.values()]);
  for (const [index, parts] of others.entries()) {
    for (const [part, value] of parts) rest.append(`Filter.${String(index + 1)}.${part}`, value);
  }
  return { states, rest };
}

type FilterParts = [string, string][];

function separate(filters: readonly FilterParts[]) {
  const isState = (parts: FilterParts) =>
    parts.some(([part, value]) => part === 'Name' && value === 'instance-state-name');
  const found = filters.find(isState);
  const states = found?.filter(([part]) => part.startsWith('Value.')).map(([, value]) => value);
  return { states, others: filters.filter((parts) => !isState(parts)) };
}
