/** What a probe of one permission found, changing nothing. */
export type Probed =
  | { readonly outcome: 'allowed'; readonly found: string }
  | { readonly outcome: 'refused'; readonly found: string }
  /** The probe itself failed: that is no permission. */
  | { readonly outcome: 'unknown'; readonly found: string }
  /** It cannot be asked without changing something. */
  | { readonly outcome: 'not-probed'; readonly found: string };

export interface Permission {
  /** As its policy names it: `ec2:StopInstances`, `Kafka: Alter on Cluster`. */
  readonly permission: string;
  readonly neededFor: string;
  readonly probed: Probed;
  /** What to do when it is not allowed. */
  readonly fix: string;
}

export const allowed = (found: string): Probed => ({ outcome: 'allowed', found });
export const refused = (found: string): Probed => ({ outcome: 'refused', found });
export const unknown = (found: string): Probed => ({ outcome: 'unknown', found });
export const notProbed = (found: string): Probed => ({ outcome: 'not-probed', found });

/** A cycle may fail for want of it. */
export const isMissing = ({ probed: { outcome } }: Permission): boolean =>
  outcome === 'refused' || outcome === 'unknown';

/** One answer for several things that were asked about, such as every node: the worst one counts. */
export function worstOf(probes: readonly Probed[], all: string): Probed {
  const bad = probes.filter(({ outcome }) => outcome !== 'allowed');
  const worst = bad.find(({ outcome }) => outcome === 'refused') ?? bad[0];
  if (worst === undefined) return allowed(all);
  const more = bad.length > 1 ? ` (and ${String(bad.length - 1)} more)` : '';
  return { ...worst, found: `${worst.found}${more}` };
}

const SHOWN = { allowed: 'ok', refused: 'REFUSED', unknown: 'UNKNOWN', 'not-probed': 'not probed' } as const;

/** The table as lines: what was found and what to do about it stand below a permission that is not allowed. */
export function permissionTable(permissions: readonly Permission[]): string[] {
  const rows = permissions.map(({ permission, neededFor, probed }) => [
    SHOWN[probed.outcome],
    permission,
    neededFor,
    probed.outcome === 'allowed' ? probed.found : '',
  ]);
  const head = ['outcome', 'permission', 'needed to', 'found'];
  const width = (column: number): number =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(width(column)))
      .join('  ')
      .trimEnd();
  const indent = ' '.repeat(width(0) + 2);
  const notes = permissions.map(({ probed, fix }) =>
    probed.outcome === 'allowed' ? [] : [`${indent}found: ${probed.found}`, `${indent}fix: ${fix}`],
  );
  return [line(head), ...rows.flatMap((row, index) => [line(row), ...(notes[index] ?? [])])];
}

/** What the table comes to. */
export function verdict(permissions: readonly Permission[]): string {
  const missing = permissions.filter(isMissing);
  const notAsked = permissions.filter(({ probed }) => probed.outcome === 'not-probed').length;
  const rest = notAsked === 0 ? '' : `; ${String(notAsked)} cannot be probed without a change`;
  if (missing.length > 0) {
    const names = missing.map(({ permission }) => permission).join(', ');
    return `${String(missing.length)} of ${String(permissions.length)} permissions are missing: ${names}${rest}`;
  }
  return `nothing is missing of what can be asked: ${String(permissions.length - notAsked)} permissions${rest}`;
}
