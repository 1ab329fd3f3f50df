/** Works on so many at once. After a failure nothing new is begun; it is thrown when what was begun has ended. */
export async function aFewAtOnce<T>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  const begun = Array.from({ length: Math.min(most, items.length) }, () =>
    worker().catch((failure: unknown) => {
      left.length = 0;
      throw failure;
    }),
  );
  await Promise.allSettled(begun);
  await Promise.all(begun);
}
