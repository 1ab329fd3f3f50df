import { counted } from '../counted.ts';
import { countLeaders } from './even-leaders.ts';
import { countReplicas } from './even-replicas.ts';
import type { Racks } from './racks.ts';
import type { Assignment } from './spread-racks.ts';

/** How the replicas of a topic are not where its placement wants them; `leads`: leaders are evened too. */
export function misplacedWords(assignment: Assignment, racks: Racks, isBalanced: boolean): string {
  const words = [crowdedRacks(assignment, racks), ...(isBalanced ? unevenWords(assignment, racks) : [])];
  return words.filter((each) => each !== '').join('; ');
}

/** `3 of 12 partitions have two replicas in rack us-east-1a`. */
function crowdedRacks(assignment: Assignment, racks: Racks): string {
  const crowded = assignment.filter((replicas) => !racks.isSpread(replicas));
  const fullest = crowded.map((replicas) => fullestRack(replicas, racks));
  const [one, ...others] = [...Map.groupBy(fullest, ({ rack }) => rack)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  if (one === undefined) return '';
  const have = crowded.length === 1 ? 'has' : 'have';
  const many = fullest.every(({ count }) => count === 2) ? 'two' : 'several';
  const said = `${String(crowded.length)} of ${counted(assignment.length, 'partition')} ${have} ${many} replicas in`;
  if (others.length === 0) return `${said} rack ${one[0]}`;
  const each = [one, ...others].map(([rack, together]) => `${rack}: ${String(together.length)}`);
  return `${said} one rack (${each.join(', ')})`;
}

function fullestRack(
  replicas: readonly number[],
  racks: Racks,
): { readonly rack: string; readonly count: number } {
  const known = replicas.map(racks.rackOf).filter((rack) => rack !== undefined);
  const counts = [...Map.groupBy(known, (rack) => rack)].map(([rack, { length: count }]) => ({
    rack,
    count,
  }));
  return counts.toSorted((a, b) => b.count - a.count)[0] ?? { rack: '', count: 0 };
}

/** The most and the least that brokers have. */
function unevenWords(assignment: Assignment, racks: Racks): string[] {
  const within = racks.names.flatMap((rack) => {
    const found = extremes(countReplicas(assignment, racks.inRack(rack)));
    if (found === null) return [];
    const where = rack === '' ? '' : `in rack ${rack} `;
    return [
      `${where}broker ${found.most} holds ${found.high} of its replicas and broker ${found.fewest} ${found.low}`,
    ];
  });
  const leaders = extremes(countLeaders(assignment, racks.ids));
  if (leaders === null) return within;
  const { most, high, fewest, low } = leaders;
  return [
    ...within,
    `broker ${most} is the preferred leader of ${high} partitions and broker ${fewest} of ${low}`,
  ];
}

/** null where they differ by one at most. */
function extremes(
  counts: ReadonlyMap<number, number>,
): { readonly most: string; readonly high: string; readonly fewest: string; readonly low: string } | null {
  const sorted = [...counts].toSorted(([a, more], [b, fewer]) => fewer - more || a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined || first[1] - last[1] < 2) return null;
  return { most: String(first[0]), high: String(first[1]), fewest: String(last[0]), low: String(last[1]) };
}
