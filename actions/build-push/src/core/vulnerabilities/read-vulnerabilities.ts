import { type Problem, problemAt } from '../../../../../lib/core/problem.ts';
import { placeAt, type SourceValue, valueAt } from '../../../../../lib/core/source-value.ts';
import { readExpiry } from '../read-expiry.ts';
import { nameOf, type Severity } from './finding.ts';
import {
  type AllowEntry,
  STRICT_VULNERABILITY_POLICY,
  type VulnerabilityPolicy,
} from './vulnerability-policy.ts';

/** A VulnerabilityPolicy document whose keys and types are right; its values are judged here. */
export function readVulnerabilities(
  source: SourceValue,
  now: number,
  problems: Problem[],
): VulnerabilityPolicy {
  const failOn = itemsAt(source, 'failOn')?.map((item) => textOf(item) as Severity);
  const fixable = valueAt(source, ['spec', 'fixableOnly']);
  const items = itemsAt(source, 'allow') ?? [];
  const allow = items.map((item) => readEntry(item, now, problems));
  problems.push(...twice(allow));
  return {
    failOn: failOn === undefined ? STRICT_VULNERABILITY_POLICY.failOn : new Set(failOn),
    fixableOnly: fixable?.kind === 'scalar' && fixable.value === true,
    allow,
  };
}

function readEntry(source: SourceValue, now: number, problems: Problem[]): AllowEntry {
  const text = (key: string): string => textOf(valueAt(source, [key])) ?? '';
  const id = text('id');
  const mistake = mistakeIn(id);
  if (mistake !== undefined) problems.push(problemAt(placeAt(source, ['id']), ...mistake));
  const packageName = textOf(valueAt(source, ['package']));
  if (packageName?.includes('*') === true) {
    const what = `the package ${packageName} stands for many`;
    problems.push(problemAt(placeAt(source, ['package']), what, 'Name one package, or leave it out.'));
  }
  return {
    id,
    package: packageName ?? null,
    owner: text('owner'),
    reason: text('reason'),
    ...readExpiry(source, now, problems),
    place: source.place,
  };
}

/** Ids of other lists (ALAS2-2026-1, DSA-5000-1) have no one form. */
const FORMS: Readonly<Record<string, RegExp>> = {
  CVE: /^CVE-\d{4}-\d{4,}$/i,
  GHSA: /^GHSA(-[23456789cfghjmpqrvwx]{4}){3}$/i,
};
const ANY_FORM = /^[a-z][a-z0-9]*([-:.][a-z0-9]+)+$/i;

function mistakeIn(id: string): [what: string, fix: string] | undefined {
  if (/[*?%]/.test(id)) {
    return [`${id} stands for many vulnerabilities`, 'Allow each by its own id: others may come tomorrow.'];
  }
  const [list = ''] = id.split('-');
  const form = FORMS[list.toUpperCase()] ?? ANY_FORM;
  if (form.test(id)) return undefined;
  return [
    `${JSON.stringify(id)} is no id of a vulnerability`,
    'Give one such as CVE-2026-12345 or GHSA-2c4m-59x9-fr2g.',
  ];
}

/** Entries that say the same, of which one could expire and the other go on unseen. */
function twice(entries: readonly AllowEntry[]): Problem[] {
  const first = new Map<string, AllowEntry>();
  return entries.flatMap((entry) => {
    const name = nameOf(entry.id, entry.package ?? '');
    const other = first.get(name);
    first.set(name, other ?? entry);
    if (other === undefined) return [];
    return [
      problemAt(
        entry.place,
        `${entry.id} is allowed in line ${String(other.place.line)} too`,
        'Keep one of the two.',
      ),
    ];
  });
}

function itemsAt(source: SourceValue, key: string): readonly SourceValue[] | undefined {
  const found = valueAt(source, ['spec', key]);
  return found?.kind === 'list' ? found.items : undefined;
}

const textOf = (value: SourceValue | undefined): string | undefined =>
  value?.kind === 'scalar' ? value.text : undefined;
