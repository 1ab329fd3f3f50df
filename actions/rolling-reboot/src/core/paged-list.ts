/** A list in pages: a changed copy shares the pages that the change does not touch. */
export interface PagedList<T> {
  readonly pages: readonly (readonly T[])[];
  readonly size: number;
}

const PAGE = 16;

export function pagedList<T>(items: readonly T[]): PagedList<T> {
  const pages = Array.from({ length: Math.ceil(items.length / PAGE) }, (_, page) =>
    items.slice(page * PAGE, (page + 1) * PAGE),
  );
  return { pages, size: items.length };
}

export const itemAt = <T>({ pages }: PagedList<T>, position: number): T | undefined =>
  pages[Math.floor(position / PAGE)]?.[position % PAGE];

export const allItems = <T>({ pages }: PagedList<T>): T[] => pages.flat();

/** The list with other items at some of its positions. */
export function withItems<T>({ pages, size }: PagedList<T>, changed: ReadonlyMap<number, T>): PagedList<T> {
  const copied = new Map<number, T[]>();
  for (const [position, item] of changed) {
    const number = Math.floor(position / PAGE);
    const page = copied.get(number) ?? [...(pages[number] ?? [])];
    page[position % PAGE] = item;
    copied.set(number, page);
  }
  const next = [...pages];
  for (const [number, page] of copied) next[number] = page;
  return { pages: next, size };
}
