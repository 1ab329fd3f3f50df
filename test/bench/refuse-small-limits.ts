import { readFileSync } from 'node:fs';

/** A broker that holds the replicas of so many partitions would die of the machine's limits in the middle. */
export function refuseSmallLimits(partitionsOfBroker: number): void {
  const maps = Number(readFileSync('/proc/sys/vm/max_map_count', 'utf8'));
  const files = Number(
    /Max open files\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Infinity,
  );
  for (const [limit, what, each] of [
    [maps, 'memory maps (vm.max_map_count)', 2],
    [files, 'open files (ulimit -n)', 1],
  ] as const) {
    const needed = partitionsOfBroker * each + SPARE;
    if (needed > limit)
      throw new Error(`a broker needs ${String(needed)} ${what}, and may have ${String(limit)}: raise it`);
  }
}

/** For the JVM, its jars and its connections. */
const SPARE = 2_000;
