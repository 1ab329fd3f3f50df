/** Makes the compiler name every place that has to handle a new kind. */
export function assertNever(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
