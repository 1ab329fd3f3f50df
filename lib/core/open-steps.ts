import type { StateRecord } from './state-record.ts';

/**
 * The restarts that were announced and neither finished nor dropped, of any cycle, since its run may still be there: for
 * each its records, the announcement first.
 */
export function openSteps<R extends StateRecord>(records: readonly R[]): R[][] {
  const open = new Map<string, R[]>();
  for (const record of records) {
    const { state, node }: StateRecord = record;
    if (node === undefined) continue;
    if (state === 'stopping') open.set(node, [record]);
    else if (state === 'restarted' || state === 'not-stopped') open.delete(node);
    else open.get(node)?.push(record);
  }
  return [...open.values()];
}
